"""Fetching mail from a server."""
