"""Calls other people's web servers, for webhooks and media: fast, bounded, and never into the operator's own network."""

from trunkline.adapters.http_client.client import HttpClient
from trunkline.adapters.http_client.guard import Guard, read_allow

__all__ = ["Guard", "HttpClient", "read_allow"]
