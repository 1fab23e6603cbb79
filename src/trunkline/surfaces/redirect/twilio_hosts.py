"""Which names belong to Twilio: the one domain that the redirect answers for."""

import re

DOMAIN = "twilio.com"
"""The only domain of the redirect; the certificate authority is constrained to it and to what stands below it."""

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")


def plain_name(host: str) -> str:
    """The host in lower case without the root's dot: `API.Twilio.com.` is `api.twilio.com`."""
    return host.lower().removesuffix(".")


def is_twilio(host: str) -> bool:
    """Whether the redirect answers for this host: `twilio.com` or a well-formed name below it (RFC 1035, 2.3.4)."""
    name = plain_name(host)
    if name != DOMAIN and not name.endswith("." + DOMAIN):
        return False
    return len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))
