"""Put a consent on record, with its proof."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.clock import MINUTE
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..ports import MessageRecords
from ..resources.consent import Consent
from ..resources.program import Program
from ..rules.addresses import bare_address, read_recipient
from ..rules.errors import CONTRADICTS, NO_CONSENT, NO_PROOF, OTHER_SCOPE
from ..rules.proof import ProofMissing, missing_facts, proofs_of, read_proof_file
from .digest_recipient import digest_recipient
from .look_up import opt_outs_of
from .seal_version import open_record
from .settle_contradictions import latest_objection, lift, senders_of

AHEAD = 5 * MINUTE
"""By how much another clock may be ahead of ours."""
MOST_RETENTION = 36_500


@creates(Consent)
async def create_consent(draft: Consent, work: Work) -> Consent:
    """Refused with 99102 (not this brand's program, or a type that it does not disclose), 99120 (no proof), 99121 (contradicts the

    ledger), 99101 (an exemption without its facts), 20001 (a value that cannot be used).
    """
    program = await require_program(draft.account_sid, draft.program_sid, draft.brand_sid, work)
    draft.brand_sid = program.brand_sid
    try:
        draft.recipient = read_recipient(draft.recipient, draft.channel)
    except ValueError as why:
        raise invalid("Recipient", str(why), 21211) from None
    draft.recipient_digest = digest_recipient(work, draft.account_sid, draft.recipient)
    draft.types = check_types(draft.types, program)
    if not 1 <= draft.retention_days <= MOST_RETENTION:
        raise invalid("RetentionDays", f"must be 1 to {MOST_RETENTION}")
    if draft.basis == "conversation":
        raise invalid("Basis", "a conversation is opened by an inbound message, not by a request")
    not_ahead(work, CapturedAt=draft.captured_at, TriggerAt=draft.trigger_at)
    opt_outs = await opt_outs_of(work, draft.account_sid, draft.recipient)
    senders = await senders_of(work, program) if opt_outs else frozenset[str]()
    objection = latest_objection(opt_outs, program, senders)
    if draft.basis == "prior_relationship":
        if missing := missing_facts(draft.__dict__):
            raise Problem(NO_CONSENT, f"A prior relationship needs: {'; '.join(missing)}")
        if objection is not None:
            raise Problem(NO_CONSENT, "A prior relationship does not count against an objection, and this recipient has opted out")
        draft.captured_at = draft.captured_at or draft.trigger_at
    else:
        await _prove(draft, work)
        draft.captured_at = draft.captured_at or work.now
        if objection is not None and objection.since >= draft.captured_at:
            raise Problem(CONTRADICTS, "CapturedAt is not later than the recipient's opt-out: a new consent must be")
        lift(opt_outs, program, senders, draft.captured_at, work)
    standing = await work.find(
        Consent,
        account_sid=draft.account_sid,
        recipient_digest=draft.recipient_digest,
        program_sid=program.sid,
        channel=draft.channel,
        basis=draft.basis,
        status="live",
    )
    if standing is not None and draft.basis == "express":
        raise Problem(20409, f"This recipient's consent to this program is on record as {standing.sid}: update it instead", 409)
    draft.last_affirmed_at = draft.captured_at
    return open_record(draft, "live", work)


async def require_program(account_sid: str, program_sid: str, brand_sid: str, work: Work) -> Program:
    """The account's program; 20001 when there is none, 99102 when it is not the named brand's."""
    program = await work.fetch(Program, program_sid, account_sid) if program_sid else None
    if program is None:
        raise invalid("ProgramSid", "this account has no such program" if program_sid else "is required: consent is for one program")
    if brand_sid and brand_sid != program.brand_sid:
        raise Problem(OTHER_SCOPE, f"Program {program.sid} is not of brand {brand_sid}")
    return program


def check_types(types: list[str], program: Program) -> list[str]:
    """The types disclosed, the program's own where none are given; 99102 for one that the program does not have."""
    if undisclosed := sorted({*types} - {*program.intents}) if program.intents else []:
        raise Problem(OTHER_SCOPE, f"Program {program.sid} does not disclose messages of type {', '.join(undisclosed)}")
    return sorted({*(types or program.intents)})


def not_ahead(work: Work, **moments: int) -> None:
    for parameter, moment in moments.items():
        if moment > work.now + AHEAD:
            raise Problem(CONTRADICTS, f"{parameter} is in the future")
        if moment < 0:
            raise Problem(CONTRADICTS, f"{parameter} is before 1970")


async def _prove(draft: Consent, work: Work) -> None:
    try:
        await keep_proof(draft, draft.__dict__, work)
        proofs_of(draft.__dict__)
    except ProofMissing as why:
        raise Problem(NO_PROOF, f"No proof: {why}") from None
    if draft.message_sid:
        await check_message(draft, draft.message_sid, work)


async def keep_proof(consent: Consent, given: dict[str, Any], work: Work) -> None:
    """Keep the file that a request brought, and write into `given` where it is kept. ProofMissing when it is not whole."""
    text = given.pop("proof_file", "")
    if not text:
        if given.get("proof_hash") and given.get("proof_hash") != consent.proof_hash:
            raise ProofMissing("ProofHash was given without its ProofFile")
        if given.get("proof_hash") and not consent.proof_sid:
            raise ProofMissing("ProofHash was given without its ProofFile")
        return
    file = read_proof_file(text, given.get("proof_hash", ""), given.get("proof_type", ""))
    sid = work.sid("KF")
    await work.port(Blobs).put(sid, file.content)  # type: ignore[type-abstract]  # ports are found by their protocol
    given |= {
        "proof_sid": sid,
        "proof_hash": file.sha256,
        "proof_type": file.media_type,
        "proof_kind": given.get("proof_kind") or consent.proof_kind or "form-snapshot",
    }


async def check_message(consent: Consent, message_sid: str, work: Work) -> None:
    """99120 when the message is not on record, or another person wrote it. Passed over where nothing keeps messages."""
    records: MessageRecords | None = work.platform.ports.get(MessageRecords)
    if records is None:
        return
    message = await records.inbound(work, consent.account_sid, message_sid)
    if message is None:
        raise Problem(NO_PROOF, f"No proof: this account has no inbound message {message_sid}")
    if bare_address(message.recipient) != consent.recipient:
        raise Problem(NO_PROOF, f"No proof: {message_sid} was written by somebody else")
