"""Is this a certificate, with its private key, that a domain can use? Source: messaging_v1, UpdateDomainCertV4."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from trunkline.kernel.clock import from_datetime


def read_certificate(pem: str, host: str, now: datetime) -> int:
    """The moment at which it expires; ValueError with a sentence for people where it cannot be used for `host` (a port does not matter)."""
    octets = pem.encode("utf-8", "replace")
    try:
        leaf, *_ = x509.load_pem_x509_certificates(octets)
    except ValueError:
        raise ValueError("holds no certificate in PEM") from None
    try:
        key = load_pem_private_key(octets, None)
    except (ValueError, TypeError):
        raise ValueError("holds no private key in PEM, or one under a password") from None
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != leaf.public_key().public_bytes(*form):
        raise ValueError("has a private key that is not the certificate's")
    name = host.partition(":")[0]
    if not any(_covers(one, name) for one in _names(leaf)):
        raise ValueError(f"is not for {name}")
    if leaf.not_valid_after_utc <= now:
        raise ValueError("has expired")
    return from_datetime(leaf.not_valid_after_utc)


def _names(leaf: x509.Certificate) -> list[str]:
    try:
        extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return []
    return [one.lower() for one in extension.value.get_values_for_type(x509.DNSName)]


def _covers(pattern: str, name: str) -> bool:
    """A star stands for one label, the first (RFC 9525, 6.3)."""
    if pattern.startswith("*."):
        return name.partition(".")[2] == pattern[2:]
    return pattern == name
