"""What belongs to one consent besides itself: receipt, verification and proof; and a person's timeline over all channels."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import invalid
from trunkline.kernel.finding import find_row
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import sees
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.digest_recipient import digest_recipient
from ..actions.issue_receipt import issue_receipt, receipt_seed
from ..actions.look_up import consents_of, opt_outs_of
from ..actions.verify_consent import verify_consent
from ..receipts import ALGORITHM, fingerprint
from ..resources.consent import Consent, ConsentVersion
from ..resources.contact import Contact
from ..resources.frequency_preference import FrequencyPreference
from ..resources.opt_out import OptOut


@sees(Consent)
@sees(OptOut)
@sees(FrequencyPreference)
@sees(Contact)
def of_recipient(request: Request) -> tuple[Condition, ...]:
    """`Recipient=` on a list: rows of that person, found by digest, on whatever channel."""
    recipient = request.text("Recipient") if request.method in ("GET", "HEAD") else ""
    if not recipient:
        return ()
    return (Condition("recipient_digest", "=", digest_recipient(request.work, request.account_sid, recipient)),)


async def _consent(request: Request) -> Consent:
    found: Consent | None = await find_row(Consent, request.path["sid"], request)
    if found is None:
        raise request.missing()
    return found


async def _version(consent: Consent, request: Request) -> ConsentVersion:
    """The version that `Version=` names (from 1), or the latest."""
    text = request.text("Version")
    if text and not (text.isascii() and text.isdigit() and 0 < len(text) < 10):
        raise invalid("Version", "must be the number of a version, from 1")
    found = await request.work.find(ConsentVersion, consent_sid=consent.sid, number=int(text or consent.revision))
    if found is None:
        raise request.missing()
    return found


@route("GET", V(1, "compliance", "/Consents/{sid}/Receipt"))
async def fetch_receipt(request: Request) -> Reply:
    """Signed; `trunkline verify-receipt` checks it without this platform. An older version's with `Version=`."""
    consent = await _consent(request)
    return Reply(200, await issue_receipt(consent, await _version(consent, request), request.work), title="Receipt")


@route("GET", V(1, "compliance", "/ReceiptKey"))
async def fetch_receipt_key(request: Request) -> Reply:
    """The public key of this platform's receipts: what to hand to those who shall verify them."""
    public = Ed25519PrivateKey.from_private_bytes(receipt_seed(request.work)).public_key().public_bytes_raw()
    body = {"algorithm": ALGORITHM, "public_key": base64.b64encode(public).decode(), "key_fingerprint": fingerprint(public)}
    return Reply(200, body, title="ReceiptKey")


@route("GET", V(1, "compliance", "/Consents/{sid}/Verification"))
async def fetch_verification(request: Request) -> Reply:
    """Reads every version and every kept file anew: `intact`, or `broken` says what is not as it was recorded."""
    consent = await _consent(request)
    broken = await verify_consent(consent, request.work)
    body = {
        "consent_sid": consent.sid,
        "account_sid": consent.account_sid,
        "intact": not broken,
        "broken": broken,
        "versions": consent.revision,
        "record_hash": consent.record_hash,
        "erased": consent.erased_at is not None,
    }
    return Reply(200, body, title="Verification")


@route("GET", V(1, "compliance", "/Consents/{sid}/Proof"))
async def fetch_proof(request: Request) -> Reply:
    """The kept file of the latest version, or of the one that `Version=` names; 404 where it has none."""
    consent = await _consent(request)
    version = await _version(consent, request)
    blobs = request.work.port(Blobs)  # type: ignore[type-abstract]  # ports are found by their protocol
    content = await blobs.get(version.proof_sid) if version.proof_sid else None
    if content is None:
        raise request.missing()
    headers = {
        "Content-Disposition": "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-SHA256": version.proof_hash,
    }
    return Reply(200, content, content_type=version.proof_type, headers=headers)


@route("GET", V(1, "compliance", "/Timeline"))
async def fetch_timeline(request: Request) -> Reply:
    """Everything on record about one person, on all channels, by time: each version of each consent, and each opt-out that stands."""
    recipient = request.text("Recipient").strip()
    if not recipient:
        raise invalid("Recipient", "is required")
    work, at = request.work, request.at
    entries: list[tuple[int, dict[str, Any]]] = []
    encode, shown = encoder(ConsentVersion, ConsentVersion.mounts[0]), encoder(OptOut, OptOut.mounts[0])
    for consent in await consents_of(work, request.account_sid, recipient):
        versions = await work.select(ConsentVersion, consent_sid=consent.sid)
        entries += [(version.date_created, {"kind": "consent", **encode(version, at)}) for version in versions]
    stopped = await opt_outs_of(work, request.account_sid, recipient)
    entries += [(opt_out.since, {"kind": "opt-out", **shown(opt_out, at)}) for opt_out in stopped]
    return Reply(200, {"entries": [entry for _, entry in sorted(entries, key=lambda e: e[0])]}, title="Timeline")
