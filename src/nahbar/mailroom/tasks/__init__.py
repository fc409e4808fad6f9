"""What the mailroom does in the background."""
