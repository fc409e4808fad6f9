"""Nahbar: the dialogue between a company and the people it serves."""
