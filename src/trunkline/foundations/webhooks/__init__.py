"""Webhooks: what is signed, how a URL overrides the connection, and the port through which calls are made."""
