"""Whether a message may leave: one pure function over a request, what is known, and dated rules."""
