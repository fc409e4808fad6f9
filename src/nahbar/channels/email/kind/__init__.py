"""Who or what wrote: a person, a machine, a list."""
