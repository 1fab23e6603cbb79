"""What became of a thing, step by step, from all that is on record about it."""
