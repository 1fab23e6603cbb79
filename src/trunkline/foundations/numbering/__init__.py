"""Phone numbers as the numbering plans have them: how they are written, their country, and what their range is meant for."""
