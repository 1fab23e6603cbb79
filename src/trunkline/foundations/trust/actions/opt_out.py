"""Opt-out and its end: what a STOP writes, what a START removes, and the question that every send asks."""

from __future__ import annotations

from trunkline.foundations.access.vault import Vault
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, deletes, task
from trunkline.kernel.work import Work

from ..known_opt_outs import known_opt_outs
from ..resources.brand import Brand
from ..resources.consent import Consent
from ..resources.opt_out import OptOut
from ..resources.program import Program
from ..rules.addresses import bare_address, read_sender
from ..rules.errors import CONTRADICTS
from .create_consent import not_ahead
from .digest_recipient import digest_recipient
from .look_up import program_of_sender
from .revise_consent import affirm_consent, revoke_consent
from .settle_contradictions import covers, senders_of

BY_OPT_OUT = "opt-out"
"""The reason of a consent that an opt-out revoked: START gives it back."""


def _key(work: Work, account_sid: str, recipient: str, sender: str) -> str:
    return work.port(Vault).digest(f"{account_sid}\n{recipient}\n{sender}", "opt-out")


def _lane(digest: str) -> str:
    """What a recipient says first is done first: a START is not overtaken by the STOP before it."""
    return f"consents of {digest}"


async def is_opted_out(work: Work, account_sid: str, recipient: str, sender: str) -> bool:
    """Whether `recipient` has stopped `sender` (both as addresses on the wire) of this account."""
    known = known_opt_outs(work)
    complete = await known.is_complete(work)
    if complete and account_sid not in known.accounts:
        return False
    key = _key(work, account_sid, recipient, sender)
    if complete and not known.may_hold(key):
        return False
    return await work.find(OptOut, account_sid=account_sid, key=key) is not None


async def opt_out(
    work: Work,
    account_sid: str,
    recipient: str,
    sender: str,
    *,
    keyword: str,
    message_sid: str = "",
    scope: str = "sender",
    source: str = "reply",
    inferred: bool = False,
    opted_out_at: int = 0,
) -> bool:
    """Stage the opt-out; False when it stands already. `sender` is a SID where `scope` is service, program, brand or account.

    Soon after the commit a job revokes the consents that it ends; what is sent is stopped by the opt-out itself, at once.
    """
    row = OptOut(
        account_sid=account_sid, key="", sender=sender, scope=scope, source=source, inferred=inferred,
        opted_out_at=opted_out_at, keyword=keyword, message_sid=message_sid,
    )  # fmt: skip
    return await _stage(row, recipient, work)


async def _stage(row: OptOut, recipient: str, work: Work) -> bool:
    row.key = _key(work, row.account_sid, recipient, row.sender)
    if await work.find(OptOut, account_sid=row.account_sid, key=row.key) is not None:
        return False
    row.recipient_digest = digest_recipient(work, row.account_sid, recipient)
    row.opted_out_at = row.opted_out_at or work.now
    work.add(row)
    work.enqueue(revoke_stopped, lane=_lane(row.recipient_digest), opt_out_sid=row.sid)
    return True


async def opt_in(work: Work, account_sid: str, recipient: str, sender: str, *, message_sid: str = "") -> bool:
    """Stage the end of an opt-out; False when there is none. Consents that it revoked are affirmed soon after (proof: `message_sid`)."""
    found = await work.find(OptOut, account_sid=account_sid, key=_key(work, account_sid, recipient, sender))
    if found is None:
        return False
    work.remove(found)
    digest = digest_recipient(work, account_sid, recipient)
    work.enqueue(
        affirm_restarted, lane=_lane(digest), account_sid=account_sid, digest=digest, sender=sender, message_sid=message_sid, at=work.now
    )
    return True


@task()
async def revoke_stopped(work: Work, opt_out_sid: str) -> None:
    """Revoke the express consents and exemptions that an opt-out ends: state changes, proof stays. Nothing if it was lifted meanwhile."""
    row = await work.fetch(OptOut, opt_out_sid)  # any account: the row's own, which follows
    if row is None:
        return
    consents = await work.select(Consent, recipient_digest=row.recipient_digest, account_sid=row.account_sid)
    programs: dict[str, bool] = {}
    for consent in consents:
        if consent.status not in ("live", "lapsed") or consent.last_affirmed_at > row.since:
            continue
        if consent.basis == "conversation":
            ended = consent.sender == row.sender or row.scope == "account"
        else:
            if consent.program_sid not in programs:
                programs[consent.program_sid] = await _is_stopped(row, consent.program_sid, work)
            ended = programs[consent.program_sid]
        if ended:
            revoke_consent(consent, work, reason=BY_OPT_OUT)


async def _is_stopped(row: OptOut, program_sid: str, work: Work) -> bool:
    program = await work.fetch(Program, program_sid, row.account_sid)
    return program is not None and covers(row, program, await senders_of(work, program))


@task()
async def affirm_restarted(work: Work, account_sid: str, digest: str, sender: str, message_sid: str, at: int) -> None:
    """A START is consent given anew: what the opt-out of this sender's program revoked is live again, unless stopped anew since."""
    program = await program_of_sender(work, account_sid, sender)
    if program is None:
        return
    stops = await work.select(OptOut, recipient_digest=digest, account_sid=account_sid)
    senders = await senders_of(work, program)
    if any(covers(stop, program, senders) for stop in stops):
        return
    revoked = await work.select(Consent, recipient_digest=digest, account_sid=account_sid, program_sid=program.sid, status="revoked")
    for consent in revoked:
        if consent.reason == BY_OPT_OUT and consent.basis == "express" and consent.erased_at is None:
            affirm_consent(consent, work, reason="restarted", message_sid=message_sid)


@creates(OptOut)
async def record_opt_out(draft: OptOut, work: Work) -> OptOut:
    """An opt-out or objection that came another way than by a reply. 409 when it stands already; 99121 when dated in the future."""
    recipient = draft.recipient.strip()
    if not bare_address(recipient) or len(recipient) > 254:
        raise invalid("Recipient", "must be the recipient's address", 21211)
    not_ahead(work, OptedOutAt=draft.opted_out_at)
    draft.sender = await _target(draft, work)
    draft.keyword = "api"
    if draft.source == "reply" and not draft.message_sid:
        draft.source = "api"
    if not await _stage(draft, recipient, work):
        raise Problem(20409, "This recipient has opted out of it already", 409)
    return draft


@deletes(OptOut)
async def remove_opt_out(row: OptOut, work: Work) -> None:
    """Lift what the account put on record. 99121 for the recipient's own word, which only START or a new proven consent takes back."""
    if row.source not in ("api", "bulk", "console"):
        raise Problem(CONTRADICTS, "The recipient said so: only a reply of START or a newer consent with proof ends this opt-out", 409)
    work.remove(row)


async def _target(draft: OptOut, work: Work) -> str:
    if draft.scope == "account":
        return draft.account_sid
    if draft.scope in ("program", "brand"):
        kind = Program if draft.scope == "program" else Brand
        if await work.fetch(kind, draft.sender, draft.account_sid) is None:
            raise invalid("Sender", f"must be the SID of a {draft.scope} of this account where Scope is {draft.scope}")
        return draft.sender
    try:
        return read_sender(draft.sender)
    except ValueError as why:
        raise invalid("Sender", str(why)) from None
