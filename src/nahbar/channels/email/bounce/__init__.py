"""Delivery reports: which of our messages did not arrive, and why."""
