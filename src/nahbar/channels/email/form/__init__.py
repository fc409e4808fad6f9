"""The human behind a form."""
