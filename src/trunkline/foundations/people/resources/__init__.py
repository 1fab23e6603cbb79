"""The nouns of people, one file each."""
