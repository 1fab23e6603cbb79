"""What an erasure would do, step by step: the same search that carries it out, so that plan and effect are one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.trust.actions.digest_recipient import digest_recipient
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import creates, updates
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..answers import KEEP, answer_of
from ..find_rows import Found, find_person, kinds_held
from ..person import read_person
from ..resources.erasure import Erasure
from ..resources.subject import require_subject
from .erase_rows import step_of
from .restrict import held

HELD = 99117
BY_HASH = "found by a keyed hash, with no address in it: an opt-out stays in force, and what was decided stays accountable"
TOMBSTONE = "the account's SID, its state and its dates, so that the SID is never given again; its name goes"


@creates(Erasure)
async def plan_erasure(draft: Erasure, work: Work) -> Erasure:
    """Plan it. 20001 for an address that is none; 20409 for a whole account that is not closed yet."""
    account = await require_subject(draft.account_sid, draft.subject_account_sid, work)
    draft.subject_account_sid = account.sid
    if draft.address:
        person = read_person(draft.address)
        draft.address, draft.scope = person.address, "contact"
        draft.subject = digest_recipient(work, account.sid, person.address)
        found = [one for one in await find_person(person, account.sid, work) if one.kind is not Erasure]
        lines = steps_of(found) + await _by_hash(draft.subject, {one.row.sid for one in found}, account.sid, work)
        draft.plan = sorted(lines, key=key_of)
    else:
        if account.status != "closed":
            raise Problem(20409, "An account is erased once it is closed: close it first, or give the Address of a contact", 409)
        draft.scope, draft.subject = "account", "account"
        draft.plan = await _of_account(account.sid, work)
    draft.held_by = await held(work, account.sid, draft.subject)
    draft.rows_planned = sum(step["rows"] for step in draft.plan if step["step"] != KEEP)
    return work.add(draft, state="planned")


@updates(Erasure)
async def settle_plan(row: Erasure, changes: dict[str, Any], work: Work) -> Erasure:
    """`Status=confirmed` has it carried out; `Status=withdrawn` lets it be. 99117 while a hold stands against it."""
    state = changes.get("status", "")
    if state not in ("confirmed", "withdrawn"):
        raise Problem(20001, "Invalid parameter 'Status': must be confirmed or withdrawn")
    if row.status != "planned":
        raise Problem(20409, f"{row.sid} is {row.status} already", 409)
    if state == "withdrawn":
        work.move(row, "withdraw", address="")
        return row
    if references := await held(work, row.subject_account_sid, row.subject):
        raise Problem(HELD, f"The data are held, and not erased, for {', '.join(sorted(references))}", 409)
    work.move(row, "confirm", confirmed_by=work.caller.acting if work.caller is not None else "")
    return row


def steps_of(found: Iterable[Found]) -> list[dict[str, Any]]:
    """One line for each kind, step and way of being found, with the number of rows."""
    lines: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in found:
        step = step_of(one)
        key = (one.kind.table.name, step, one.how)
        why = answer_of(one.kind).why if step == answer_of(one.kind).step else "only the mention of the person goes"
        line = lines.setdefault(
            key, {"kind": one.kind.__name__, "table": key[0], "step": step, "how": one.how, "rows": 0, "fields": [], "why": why}
        )
        line["rows"] += 1
        line["fields"] = sorted({*line["fields"], *one.fields}) if step == "blank" else []
    return [lines[key] for key in sorted(lines)]


def key_of(line: dict[str, Any]) -> tuple[str, str, str]:
    """What tells the lines of a plan apart, and their order."""
    return line["table"], line["step"], line["how"]


def _line(kind: type[Resource], step: str, rows: int, why: str) -> dict[str, Any]:
    return {"kind": kind.__name__, "table": kind.table.name, "step": step, "how": "about", "rows": rows, "fields": [], "why": why}


async def _by_hash(digest: str, gone: set[str], account_sid: str, work: Work) -> list[dict[str, Any]]:
    """What stays under the person's keyed hash."""
    lines = []
    for kind in kinds_held():
        if "recipient_digest" in kind.by_name:
            rows = await work.select(kind, account_sid=account_sid, recipient_digest=digest)
            if staying := sum(1 for row in rows if row.sid not in gone):
                lines.append(_line(kind, KEEP, staying, BY_HASH))
    return lines


async def _of_account(account_sid: str, work: Work) -> list[dict[str, Any]]:
    lines = []
    for kind in kinds_held():
        answer = answer_of(kind)
        if kind is Account:
            lines.append(_line(kind, "blank", 1, TOMBSTONE))
        elif kind is not Erasure and (rows := await work.count(kind, account_sid=account_sid)):
            why = answer.why if answer.closing == KEEP else "the account is closed"
            lines.append(_line(kind, answer.closing, rows, why))
    return lines
