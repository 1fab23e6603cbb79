"""Pure rules: alphabets, parts, message ids, addresses, and what statuses mean."""
