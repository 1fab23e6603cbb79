"""The embedded database: one SQLite file in WAL mode, synchronous=FULL, with group commit."""
