"""Telling a member once: on the page, by mail, by push."""
