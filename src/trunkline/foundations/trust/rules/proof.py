"""What proves a consent, and what is missing where nothing does (Messaging Policy: keep a record, such as a form or a timestamp)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.kernel.identifiers import is_sid

PROOF_FIELDS = ("proof_file", "proof_hash", "message_sid", "recording_sid", "method", "source_url", "wording")
"""Fields of a request that bring a proof with them."""

LONGEST_PROOF = 700_000
"""Octets of a kept file: what fits, in base64, into a request."""

_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(; ?[a-z]+=[\w.-]+)?", re.IGNORECASE)


class ProofMissing(ValueError):
    """In words, what a proof still needs."""


@dataclass(frozen=True, slots=True)
class ProofFile:
    """A file that shows the agreement, its media type and its SHA-256 in hexadecimal."""

    content: bytes
    media_type: str
    sha256: str


def read_proof_file(text: str, declared_hash: str, media_type: str) -> ProofFile:
    """The file that came in base64; ProofMissing when it is not whole or does not have the hash that was declared with it."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProofMissing("ProofFile must be base64") from None
    if not content or len(content) > LONGEST_PROOF:
        raise ProofMissing(f"ProofFile must have 1 to {LONGEST_PROOF} octets")
    if media_type and not _MEDIA_TYPE.fullmatch(media_type):
        raise ProofMissing("ProofType must be a media type, such as application/pdf")
    found = hashlib.sha256(content).hexdigest()
    if declared_hash and declared_hash.lower() != found:
        raise ProofMissing(f"ProofFile has the SHA-256 {found}, and ProofHash says otherwise")
    return ProofFile(content, media_type or "application/octet-stream", found)


def proofs_of(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The proofs that these fields of a consent amount to; ProofMissing, with what each still needs, when there is none.

    One of: the kept file's kind (`form-snapshot`, `signed-document`), `inbound-message`, `call-recording`, `timestamp`.
    """
    found: list[str] = []
    if given.get("proof_sid") and given.get("proof_hash"):
        found.append(str(given.get("proof_kind") or "form-snapshot"))
    if message := str(given.get("message_sid") or ""):
        if not (is_sid(message, "SM") or is_sid(message, "MM")):
            raise ProofMissing("MessageSid must be the SID of a message (SM… or MM…)")
        found.append("inbound-message")
    if recording := str(given.get("recording_sid") or ""):
        if not is_sid(recording, "RE"):
            raise ProofMissing("RecordingSid must be the SID of a recording (RE…)")
        found.append("call-recording")
    needed = {"CapturedAt": "captured_at", "Method": "method", "SourceUrl": "source_url", "Wording": "wording"}
    missing = [parameter for parameter, name in needed.items() if not given.get(name)]
    if not missing:
        found.append("timestamp")
    if not found:
        raise ProofMissing(
            "a consent needs a proof: ProofFile (a form snapshot or signed document), MessageSid, RecordingSid, or CapturedAt with Method,"
            f" SourceUrl and Wording (missing: {', '.join(missing)})"
        )
    return tuple(found)


def missing_facts(given: Mapping[str, Any]) -> list[str]:
    """What an exemption for a prior relationship lacks of its facts: a number that the person gave, and what the person did, and when."""
    missing = [] if given.get("number_source") == "person" else ["NumberSource=person (the person gave the number)"]
    if not (given.get("trigger_type") and given.get("trigger_reference") and given.get("trigger_at")):
        missing.append("TriggerType, TriggerReference and TriggerAt (what the person did to be written to)")
    return missing
