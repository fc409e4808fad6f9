"""Bulk load for benchmarks: the rows that the actions would have written, made without them."""
