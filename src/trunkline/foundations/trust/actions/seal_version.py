"""Versions of a consent: each is hashed over all it says and over the one before, so that none can be changed or left out unseen."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.fields import Privacy
from trunkline.kernel.work import Work

from ..resources.consent import Consent, ConsentRecord, ConsentVersion

_BASE = frozenset({"sid", "account_sid", "status", "date_created", "date_updated", "version"})
SAID = tuple(c.name for c in Consent.columns if c.name in ConsentRecord.__annotations__)
"""The fields of a record, which every version has."""
PERSONAL = tuple(name for name in SAID if Consent.by_name[name].privacy in (Privacy.CONTACT, Privacy.CONTENT))
"""Of these, what erasure takes away."""


def digest_personal(work: Work, record: ConsentRecord) -> str:
    """Keyed, so that what was erased cannot be found again by trying."""
    return work.port(Vault).digest(rfc8785.dumps({name: getattr(record, name) for name in PERSONAL}).decode(), "consent's person")


def hash_version(version: ConsentVersion) -> str:
    """SHA-256 in hexadecimal over the canonical JSON of what the version says, its place and the hash before it."""
    said: dict[str, Any] = {name: _plain(getattr(version, name)) for name in SAID if name not in PERSONAL}
    place = ("account_sid", "consent_sid", "number", "state", "personal_digest", "previous_hash")
    said |= {name: getattr(version, name) for name in place}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def _plain(value: Any) -> Any:
    # Moments pass 2**53 microseconds in the year 2255, and JCS knows no larger numbers: as text they have no limit.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def seal_version(consent: Consent, state: str, work: Work) -> ConsentVersion:
    """The version that says what `consent` says now, in this state; `consent.revision` and `record_hash` follow. Not staged yet."""
    first = not consent.record_hash
    version = ConsentVersion(
        account_sid=consent.account_sid,
        consent_sid=consent.sid,
        number=1 if first else consent.revision + 1,
        state=state,
        previous_hash=consent.record_hash,
        **{name: getattr(consent, name) for name in SAID},
    )
    version.personal_digest = digest_personal(work, consent)
    version.record_hash = hash_version(version)
    return version


def open_record(consent: Consent, state: str, work: Work) -> Consent:
    """Stage a new consent and its first version."""
    consent.sid = consent.sid or work.sid(Consent.prefix)
    version = seal_version(consent, state, work)
    consent.revision, consent.record_hash = 1, version.record_hash
    work.add(version)
    return work.add(consent, state=state)


def revise_record(consent: Consent, work: Work, move: str = "", **changes: Any) -> Consent:
    """Stage the next version: `changes` of what it says and, with `move`, of its state.

    Stale or Duplicate at commit if another writer was first.
    """
    after = consent.copy()
    after.__dict__.update(changes)
    target = consent.lifecycle.guards[move][1] if move and consent.lifecycle else consent.status
    version = seal_version(after, target, work)
    changes |= {"revision": version.number, "record_hash": version.record_hash}
    if move:
        work.move(consent, move, **changes)
    else:
        work.change(consent, **changes)
    work.add(version)  # after the consent, so that who was overtaken hears Stale first, and the surface tries again
    return consent
