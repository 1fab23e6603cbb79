"""What an opt-out, or its end, means for the consents on record: a job soon after the commit, in the order in which the person spoke."""

from __future__ import annotations

from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work

from ..resources.consent import Consent
from ..resources.opt_out import OptOut
from ..resources.program import Program
from ..rules.addresses import bare_address
from .revise_consent import affirm_consent, revoke_consent
from .settle_contradictions import covers, senders_of

BY_OPT_OUT = "opt-out"
"""The reason of a consent that an opt-out revoked: START gives it back."""


def lane_of(digest: str) -> str:
    """What a recipient says first is done first: a START is not overtaken by the STOP before it."""
    return f"consents of {digest}"


@task()
async def revoke_stopped(work: Work, opt_out_sid: str) -> None:
    """Revoke the express consents and exemptions that an opt-out ends: state changes, proof stays. Nothing if it was lifted meanwhile."""
    row = await work.fetch(OptOut, opt_out_sid)  # any account: the row's own, which follows
    if row is None:
        return
    consents = await work.select(Consent, recipient_digest=row.recipient_digest, account_sid=row.account_sid)
    programs: dict[str, bool] = {"": False}
    for consent in consents:
        if consent.status not in ("live", "lapsed") or consent.last_affirmed_at > row.since:
            continue
        if consent.program_sid not in programs:
            programs[consent.program_sid] = await _is_stopped(row, consent.program_sid, work)
        talks = consent.basis == "conversation" and (row.scope == "account" or bare_address(consent.sender) == row.sender)
        if talks or programs[consent.program_sid]:
            revoke_consent(consent, work, reason=BY_OPT_OUT)


async def _is_stopped(row: OptOut, program_sid: str, work: Work) -> bool:
    program = await work.fetch(Program, program_sid, row.account_sid)
    return program is not None and covers(row, program, await senders_of(work, program))


@task()
async def affirm_restarted(work: Work, account_sid: str, digest: str, program_sid: str, message_sid: str) -> None:
    """A START is consent given anew: what an opt-out of this program revoked is live again, and what waits for a reconfirmation has it.

    Not where it was stopped anew since, nor for a consent whose proof was erased.
    """
    program = await work.fetch(Program, program_sid, account_sid)
    if program is None:
        return
    stopped = await work.select(OptOut, recipient_digest=digest, account_sid=account_sid)
    senders = await senders_of(work, program)
    if any(covers(row, program, senders) for row in stopped):
        return
    consents = await work.select(Consent, recipient_digest=digest, account_sid=account_sid, program_sid=program.sid, basis="express")
    for consent in consents:
        if consent.erased_at is not None:
            continue
        if consent.status == "revoked" and consent.reason == BY_OPT_OUT:
            affirm_consent(consent, work, reason="restarted", message_sid=message_sid)
        elif consent.status in ("live", "lapsed") and consent.reconfirm_requested_at is not None:
            affirm_consent(consent, work, reason="reconfirmed", message_sid=message_sid)
