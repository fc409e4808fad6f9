"""What of a text is quoted, signature, disclaimer or forwarded."""
