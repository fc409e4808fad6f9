"""Invitations: what, when, where."""
