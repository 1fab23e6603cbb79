"""What everything costs: the price file and the questions it answers."""
