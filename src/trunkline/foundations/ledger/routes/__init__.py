"""Usage records and the balance: virtual rows, computed when they are asked for."""
