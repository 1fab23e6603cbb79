"""What a file is and whether it is known to be harmful, by its bytes alone: pure checks that need no virus scanner."""
