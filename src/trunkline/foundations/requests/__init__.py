"""What was asked of the API, by whom, and how it ended."""
