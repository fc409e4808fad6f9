"""Handing mail to a server."""
