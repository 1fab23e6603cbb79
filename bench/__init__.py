"""Measurements. Nothing here runs in tests; `make bench` runs it, and bench/README.md says what the figures mean."""
