"""What stands in the head of a mail: fields, addresses, names, dates, ids."""
