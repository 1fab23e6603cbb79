"""What people do, and what is done for them, one verb phrase a file."""
