"""Where a mail comes from, as far as anybody vouches for it."""
