"""Signed receipts of consents: made here, and checked by anybody without us.

A receipt is JSON with the parts of a consent record after ISO/IEC TS 27560:2023 and a signature by Ed25519 (RFC 8032) over its canonical
form (JCS, RFC 8785). It carries the public key that verifies it; whose key that is, its fingerprint tells: the SHA-256 of the
32 octets of the key, which the operator publishes. Pure: no clock, no record, no network.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

ALGORITHM = "Ed25519"
CANONICAL = "RFC 8785"
LONGEST = 1024 * 1024
"""Octets of a receipt that are read."""


class WrongReceipt(ValueError):
    """What was read is no receipt, or not the one that was signed; the words say why."""


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of the raw key, in hexadecimal."""
    return hashlib.sha256(public_key).hexdigest()


def sign_receipt(record: dict[str, Any], seed: bytes) -> dict[str, Any]:
    """The receipt of a record. `seed`: the 32 octets of the private key. ValueError for a record that JCS cannot write."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw()
    return {
        "receipt": record,
        "signature": {
            "algorithm": ALGORITHM,
            "canonicalization": CANONICAL,
            "public_key": base64.b64encode(public).decode(),
            "key_fingerprint": fingerprint(public),
            "value": base64.b64encode(private.sign(rfc8785.dumps(record))).decode(),
        },
    }


def verify_receipt(octets: bytes, trusted: bytes | None = None) -> dict[str, Any]:
    """The record that was signed; WrongReceipt when anything is amiss. `trusted`: the raw public key that must have signed it."""
    record, signature = _parts(octets)
    if signature.get("algorithm") != ALGORITHM or signature.get("canonicalization") != CANONICAL:
        raise WrongReceipt(f"the signature must be {ALGORITHM} over {CANONICAL}")
    public, value = _octets(signature, "public_key", 32), _octets(signature, "value", 64)
    if signature.get("key_fingerprint") != fingerprint(public):
        raise WrongReceipt("the fingerprint is not that of the key in the receipt")
    if trusted is not None and trusted != public:
        raise WrongReceipt(f"signed by another key: {fingerprint(public)}, and {fingerprint(trusted)} is trusted")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(value, rfc8785.dumps(record))
    except InvalidSignature:
        raise WrongReceipt("the signature does not fit: the receipt was changed, or another key signed it") from None
    except (rfc8785.CanonicalizationError, RecursionError) as why:
        raise WrongReceipt(f"the receipt has no canonical form: {why}") from None
    return record


def _parts(octets: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    if len(octets) > LONGEST:
        raise WrongReceipt(f"longer than {LONGEST} octets")
    try:
        document = json.loads(octets.decode("utf-8"), object_pairs_hook=_once)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as why:
        raise WrongReceipt(f"not JSON: {why}") from None
    if not isinstance(document, dict) or set(document) != {"receipt", "signature"}:
        raise WrongReceipt("not a receipt: it must have receipt and signature, and nothing else")
    record, signature = document["receipt"], document["signature"]
    if not isinstance(record, dict) or not isinstance(signature, dict):
        raise WrongReceipt("not a receipt: receipt and signature must be objects")
    return record, signature


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON may name a member twice; one reader would then see what another does not."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise WrongReceipt("a member is named twice")
    return found


def _octets(signature: dict[str, Any], name: str, length: int) -> bytes:
    try:
        found = base64.b64decode(signature[name], validate=True)
    except (KeyError, TypeError, binascii.Error, ValueError):
        raise WrongReceipt(f"signature.{name} is not base64") from None
    if len(found) != length:
        raise WrongReceipt(f"signature.{name} has {len(found)} octets, and must have {length}")
    return found


def read_public_key(octets: bytes) -> bytes:
    """The raw key in a file: PEM, base64, or the JSON that `/compliance/v1/ReceiptKey` answers. WrongReceipt if it is none of these."""
    text = octets.strip()
    try:
        if text.startswith(b"-----"):
            key = load_pem_public_key(text)
            if isinstance(key, Ed25519PublicKey):
                return key.public_bytes_raw()
        else:
            found = base64.b64decode(json.loads(text)["public_key"] if text.startswith(b"{") else text, validate=True)
            if len(found) == 32:
                return found
    except (ValueError, KeyError, TypeError):
        pass
    raise WrongReceipt("the key file holds no Ed25519 public key (PEM, base64 or the JSON of ReceiptKey)")
