"""Restrict the use of data, and hold data against erasure: both name an account or a contact, and neither keeps the address."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.trust.actions.digest_recipient import digest_recipient
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import creates, deletes
from trunkline.kernel.work import Work

from ..person import read_person
from ..resources.hold import Hold
from ..resources.restriction import Restriction
from ..resources.subject import require_subject

ACCOUNT = "account"


@creates(Restriction)
async def restrict(draft: Restriction, work: Work) -> Restriction:
    """`Address` for a contact, `MessageSid` for a message, neither for the whole account."""
    if draft.address and draft.message_sid:
        raise Problem(20001, "Give Address or MessageSid, not both: a restriction has one subject")
    subject = await require_subject(draft.account_sid, draft.subject_account_sid, work)
    draft.subject_account_sid = subject.sid
    draft.scope, draft.subject = ACCOUNT, ACCOUNT
    if draft.address:
        draft.scope, draft.subject = "contact", digest_recipient(work, subject.sid, read_person(draft.address).address)
    elif draft.message_sid:
        draft.scope, draft.subject = "message", draft.message_sid
    draft.address = ""
    return work.add(draft)


@creates(Hold)
async def hold(draft: Hold, work: Work) -> Hold:
    """By a main account's own auth token only: whom a hold is about should not be able to lift it by a key."""
    await _by_owner(draft.account_sid, work)
    subject = await require_subject(draft.account_sid, draft.subject_account_sid, work)
    draft.subject_account_sid = subject.sid
    draft.scope, draft.subject = ACCOUNT, ACCOUNT
    if draft.address:
        draft.scope, draft.subject = "contact", digest_recipient(work, subject.sid, read_person(draft.address).address)
    draft.address = ""
    return work.add(draft)


@deletes(Hold)
async def release(row: Hold, work: Work) -> None:
    """What was to be erased meanwhile must be asked for again."""
    await _by_owner(row.account_sid, work)
    work.remove(row)


async def _by_owner(account_sid: str, work: Work) -> None:
    account = await work.fetch(Account, account_sid, None)  # any account: of the caller itself
    if work.caller is None or work.caller.acting != account_sid or account is None or not account.is_main:
        raise Problem(20003, "Holds are set and released with the auth token of a main account", 403)


async def held(work: Work, account_sid: str, digest: str = "") -> list[str]:
    """The references of the holds that keep this account's data, or this contact's, from erasure."""
    rows = await work.select(Hold, subject_account_sid=account_sid)  # any account: a parent's holds count
    return [row.reference for row in rows if row.subject in (ACCOUNT, digest)]
