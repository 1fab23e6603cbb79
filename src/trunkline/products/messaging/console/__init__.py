"""What the console shows of messages beyond their declaration."""
