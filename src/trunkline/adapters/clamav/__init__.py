"""ClamAV's daemon as the scanner of media."""
