"""Changes of the schema: each slice keeps its own in `migrations/NNNN_words.py`, a branch of its own, the same file for both databases."""
