"""Searches that a member keeps as piles, alone or for others."""
