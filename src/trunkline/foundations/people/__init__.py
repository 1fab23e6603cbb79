"""The people who run accounts: who they are, what they may do, and how they prove it."""
