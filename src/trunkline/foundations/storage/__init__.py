"""Files that the platform keeps: media of messages, recordings."""
