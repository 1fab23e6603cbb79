"""The console's server: the built page, doors for what only a person needs, and the API itself with a session in place of a key."""
