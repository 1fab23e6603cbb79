"""Changes of a consent: a correction, a reconfirmation, a revocation. Each is a new version; none is ever taken back."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import Problem
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task, updates
from trunkline.kernel.work import Work

from ..resources.consent import Consent
from ..resources.program import Program
from ..rules.errors import CONTRADICTS, NO_PROOF
from ..rules.proof import PROOF_FIELDS, ProofMissing, proofs_of
from .create_consent import check_message, check_types, keep_proof, not_ahead
from .erase_consent import erase_when_due
from .look_up import opt_outs_of
from .recipient_ledger import note_first_send
from .seal_version import revise_record
from .settle_contradictions import latest_objection, lift, senders_of

RECONFIRM_AFTER = 548 * DAY
"""18 months: the age at which Twilio's guide to message filtering asks for a fresh agreement."""
ANSWER_WITHIN = 30 * DAY


@updates(Consent)
async def revise_consent(consent: Consent, changes: dict[str, Any], work: Work) -> Consent:
    """`Status=revoked` ends it; `Status=live` with a proof affirms it anew; more types need a proof; the rest corrects it.

    Refused with 99120 (no proof in the request), 99121 (a state that cannot follow, dates that contradict), 99102 (types).
    """
    state = changes.pop("status", "")
    if consent.erased_at is not None or consent.status == "invalid":
        what = "erased" if consent.erased_at is not None else "no consent"
        raise Problem(CONTRADICTS, f"{consent.sid} is {what}, and cannot be changed: record a new one", 409)
    if state == "revoked":
        if consent.status == "revoked":
            return consent
        return revoke_consent(consent, work, reason=changes.get("reason") or "api")
    if state in ("lapsed", "invalid"):
        raise Problem(CONTRADICTS, f"Status cannot be set to {state}: a consent lapses by time")
    if consent.status != "live" and state != "live":
        raise Problem(CONTRADICTS, f"{consent.sid} is {consent.status}: send Status=live and a proof to affirm it", 409)
    program = await work.fetch(Program, consent.program_sid, consent.account_sid)
    if "types" in changes and program is not None:
        changes["types"] = check_types(changes["types"], program)
    wider = bool({*changes.get("types", ())} - {*consent.types})
    if state == "live" or wider or "last_affirmed_at" in changes:
        await _affirm(consent, program, changes, work)
        return revise_record(consent, work, "affirm", **changes)
    try:
        await keep_proof(consent, changes, work)
    except ProofMissing as why:
        raise Problem(NO_PROOF, f"No proof: {why}") from None
    return revise_record(consent, work, **changes) if changes else consent


async def _affirm(consent: Consent, program: Program | None, changes: dict[str, Any], work: Work) -> None:
    """What a fresh agreement needs: a proof of its own, dated after what came before it."""
    at = changes.setdefault("last_affirmed_at", work.now)
    not_ahead(work, AffirmedAt=at)
    if at < consent.last_affirmed_at:
        raise Problem(CONTRADICTS, "AffirmedAt is before the consent was last affirmed")
    fresh = {name: changes[name] for name in PROOF_FIELDS if changes.get(name)}
    try:
        await keep_proof(consent, changes, work)
        proof = {name: changes[name] for name in (*fresh, "proof_sid", "proof_hash", "proof_kind") if changes.get(name)}
        proofs_of({**proof, "captured_at": at})
    except ProofMissing as why:
        raise Problem(NO_PROOF, f"No proof: {why}") from None
    if changes.get("message_sid"):
        await check_message(consent, changes["message_sid"], work)
    if program is not None:
        opt_outs = await opt_outs_of(work, consent.account_sid, consent.recipient)
        senders = await senders_of(work, program) if opt_outs else frozenset[str]()
        objection = latest_objection(opt_outs, program, senders)
        if objection is not None and objection.since >= at:
            raise Problem(CONTRADICTS, "AffirmedAt is not later than the recipient's opt-out: a new consent must be")
        lift(opt_outs, program, senders, at, work)
    changes |= {"reconfirm_requested_at": None, "retention_until": None, "reason": changes.get("reason", "")}


def revoke_consent(consent: Consent, work: Work, *, reason: str) -> Consent:
    """Stage the end of a consent (live or lapsed). The proof stays, and its time of retention begins."""
    until = work.now + consent.retention_days * DAY
    revise_record(consent, work, "revoke", reason=reason, retention_until=until)
    work.enqueue(erase_when_due, delay=until - work.now, sid=consent.sid)
    return consent


def affirm_consent(consent: Consent, work: Work, *, reason: str, message_sid: str = "") -> Consent:
    """Stage a fresh agreement whose proof is a reply (START, or YES to a reconfirmation)."""
    changes: dict[str, Any] = {"last_affirmed_at": work.now, "reason": reason, "reconfirm_requested_at": None, "retention_until": None}
    if message_sid:
        changes["message_sid"] = message_sid
    return revise_record(consent, work, "affirm", **changes)


def note_first_message(consent: Consent, work: Work) -> None:
    """Stage that the first message under this consent leaves now (R7 asks how long that took); later calls change nothing."""
    if consent.first_message_at is None:
        note_first_send(work, consent.recipient_digest, consent.sid)
        work.set(consent, first_message_at=work.now)


async def due_for_reconfirmation(work: Work, *, older_than: int = RECONFIRM_AFTER, after: str = "", limit: int = 100) -> list[Consent]:
    """Live express consents of any account, affirmed longer ago than `older_than` (microseconds) and not asked since, by SID."""
    # any account: the platform keeps the time
    return await work.select(
        Consent,
        Condition("last_affirmed_at", "<=", work.now - older_than),
        Condition("sid", ">", after),
        status="live",
        basis="express",
        reconfirm_requested_at=None,
        order=(("sid", False),),
        limit=limit,
    )


def ask_reconfirmation(consent: Consent, work: Work, *, message_sid: str = "", answer_within: int = ANSWER_WITHIN) -> None:
    """Stage that the recipient is asked once, by `message_sid`; without an answer within this time (microseconds) the consent lapses.

    Stale at commit when another process asked first: so exactly one message is sent by whoever commits.
    """
    work.change(consent, reconfirm_requested_at=work.now, last_message_sid=message_sid or consent.last_message_sid)
    work.enqueue(lapse_unanswered, delay=answer_within, sid=consent.sid, asked_at=work.now)


@task()
async def lapse_unanswered(work: Work, sid: str, asked_at: int) -> None:
    """The recipient was silent: the consent lapses. An answer has taken the question away."""
    consent = await work.fetch(Consent, sid)  # any account: the platform keeps the time
    if consent is not None and consent.status == "live" and consent.reconfirm_requested_at == asked_at:
        revise_record(consent, work, "lapse", reason="not reconfirmed")
