"""The parts of a mail, and what is packed in them."""
