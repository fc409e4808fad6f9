"""What each member has looked at, so that lists can say what is new to them."""
