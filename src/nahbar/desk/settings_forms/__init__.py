"""What members and administrators fill in on the pages of settings."""
