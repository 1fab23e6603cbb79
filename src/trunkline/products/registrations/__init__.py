"""Senders and what they send, registered as the networks of North America want it: brands, campaigns, toll-free verification."""
