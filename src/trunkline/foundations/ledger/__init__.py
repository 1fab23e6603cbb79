"""Money and meters: what everything costs, who owes it, and how much was used."""
