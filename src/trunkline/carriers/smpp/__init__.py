"""SMPP 3.4: texts to carriers as their client, and texts from customers' own systems as their server."""
