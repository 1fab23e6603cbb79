"""Whether a consent is still what was put on record: its versions, and the files that prove it."""

from __future__ import annotations

import hashlib

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.work import Work

from ..resources.consent import Consent, ConsentVersion
from .digest_recipient import digest_recipient
from .seal_version import PERSONAL, SAID, digest_personal, hash_version


async def verify_consent(consent: Consent, work: Work) -> list[str]:
    """What is broken, in words; nothing when all is whole. Reads every version and every kept file."""
    broken: list[str] = []
    versions = await work.select(ConsentVersion, consent_sid=consent.sid, order=(("number", False),))
    before = ""
    for place, version in enumerate(versions, 1):
        if version.number != place:
            broken.append(f"version {place} is missing")
        if version.previous_hash != before or version.record_hash != hash_version(version):
            broken.append(f"version {version.number} is not as it was recorded")
        before = version.record_hash
        if consent.erased_at is None:
            if version.personal_digest != digest_personal(work, version):
                broken.append(f"personal fields of version {version.number} are not as they were recorded")
            broken += await _check_file(version, work)
    if not versions or consent.revision != len(versions) or consent.record_hash != before:
        broken.append("the consent is not its latest version")
    elif consent.status != versions[-1].state or any(getattr(consent, n) != getattr(versions[-1], n) for n in SAID if n not in PERSONAL):
        broken.append("the consent says other things than its latest version")
    if consent.erased_at is None and consent.recipient_digest != digest_recipient(work, consent.account_sid, consent.recipient):
        broken.append("the recipient is not the one that was recorded")
    return broken


async def _check_file(version: ConsentVersion, work: Work) -> list[str]:
    if not version.proof_sid:
        return []
    content = await work.port(Blobs).get(version.proof_sid)  # type: ignore[type-abstract]  # ports are found by their protocol
    if content is None:
        return [f"the file that proves version {version.number} is gone"]
    if hashlib.sha256(content).hexdigest() != version.proof_hash:
        return [f"the file that proves version {version.number} is not the one that was recorded"]
    return []
