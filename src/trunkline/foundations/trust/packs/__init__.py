"""Rules of places as dated data: read, checked, signed, and compiled for a date."""
