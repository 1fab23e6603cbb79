"""Credentials on the wire, one file a resource."""
