"""The end of retention: the person is taken out of a consent, and a tombstone stays."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.jobs import Later
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..resources.consent import Consent, ConsentVersion
from .seal_version import PERSONAL


@task()
async def erase_when_due(work: Work, sid: str) -> None:
    """Erase a consent whose retention is over; one that was affirmed again is left alone."""
    consent = await work.fetch(Consent, sid)  # any account: the platform keeps the time
    if consent is None or consent.retention_until is None or consent.erased_at is not None:
        return
    if consent.retention_until > work.now:
        raise Later(consent.retention_until - work.now)
    await erase_consent(consent, work)


async def erase_consent(consent: Consent, work: Work) -> None:
    """Delete the kept files and stage the blanking of all personal fields, in every version. Digests, dates, states and hashes stay.

    The files go first: if the process ends in between, the job is run again, and deletes nothing twice.
    """
    blank: dict[str, Any] = dict.fromkeys(PERSONAL, "")
    versions = await work.select(ConsentVersion, consent_sid=consent.sid)
    for proof_sid in {v.proof_sid for v in versions} | {consent.proof_sid}:
        if proof_sid:
            await work.port(Blobs).delete(proof_sid)  # type: ignore[type-abstract]  # ports are found by their protocol
    for version in versions:
        work.set(version, **blank)
    work.set(consent, **blank, erased_at=work.now)
