"""Carry out a confirmed erasure: stop what is under way, erase, look again, and say what was done."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Duplicate, Stale
from trunkline.kernel.jobs import Later
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task, when
from trunkline.kernel.work import Work

from ..answers import KEEP, answer_of
from ..find_rows import Found, find_person, kinds_held, rows_of
from ..person import Person
from ..ports import Scrubber
from ..resources.data_export import DataExport
from ..resources.erasure import Erasure
from ..resources.restriction import Restriction
from .build_export import drop_package
from .erase_rows import delete_files, erase_row, step_of
from .plan_erasure import key_of, steps_of

BATCH = 100
PATIENCE = 120
"""Looks, five seconds apart, that are taken for messages under way to end before their rows are blanked all the same."""
ROUNDS = 5
"""Times that what still tells of the person is erased again: a callback that was on its way leaves its trace behind us."""


@when(Erasure, enters="confirmed", attempts=20)
async def begin_erasure(row: Erasure, work: Work) -> None:
    """The job that the confirmation leads to."""
    work.move(row, "begin")
    work.enqueue(run_erasure, sid=row.sid)
    try:
        await work.settle()
    except Stale:
        return


@task(attempts=20, timeout=270.0)
async def run_erasure(work: Work, sid: str) -> None:
    """May be broken off and run again at any point: what is erased is not found again."""
    row = await work.fetch(Erasure, sid)  # any account: our own job names the row
    if row is None or row.status != "running":
        return
    if row.scope == "account":
        outcome, left = await _erase_account(row, work), 0
    else:
        person = Person(row.address)
        await _stop(row, person, work)
        outcome, left = await _erase_person(row, person, work)
        if left and row.waited < PATIENCE:  # what is logged late, as a request to the API is, comes within a moment
            own = work.platform.work()
            own.set(row, waited=row.waited + 1)
            await own.commit()
            raise Later(SECOND)
    await _drop_exports(row.subject_account_sid, work)
    fresh = await work.fetch(Erasure, sid)  # any account: as above
    if fresh is None:
        return
    if fresh.restriction_sid:
        # any account: the restriction that this erasure itself has set
        work.sweep(Restriction, Condition("sid", "=", fresh.restriction_sid))
    work.move(fresh, "finish", outcome=outcome, found_after=left, address="", date_done=work.now)
    work.enqueue(scrub_database)
    await work.commit()


@task(attempts=5, cap=3600.0, timeout=270.0)
async def scrub_database(work: Work) -> None:
    """What was removed leaves the free pages of the database too."""
    scrubber: Scrubber | None = work.platform.ports.get(Scrubber)
    if scrubber is not None:
        await scrubber.scrub()


async def _stop(row: Erasure, person: Person, work: Work) -> None:
    """Nothing more is sent to the person, what waits is cancelled, and what is just being sent comes to its end first."""
    if not row.restriction_sid:
        own = work.platform.work()
        made = Restriction(
            account_sid=row.account_sid, subject_account_sid=row.subject_account_sid, scope="contact", subject=row.subject,
            reason=f"erasure {row.sid}",
        )  # fmt: skip
        own.add(made)
        own.set(row, restriction_sid=made.sid)
        try:
            await own.commit()
        except Duplicate:  # restricted already, and it stays so
            row.restriction_sid = ""
    waiting = False
    for found in await _find(person, row, work):
        if found.how != "about" or not _under_way(found.row):
            continue
        own = work.platform.work()
        if _allows(found.row, "cancel"):
            own.move(found.row, "cancel")
            try:
                await own.commit()
            except Stale:
                waiting = True
        else:
            waiting = True
    if waiting and row.waited < PATIENCE:
        own = work.platform.work()
        own.set(row, waited=row.waited + 1)
        await own.commit()
        raise Later(5 * SECOND)


async def _find(person: Person, row: Erasure, work: Work) -> list[Found]:
    """All but the requests to erase, which name the person until they are done."""
    return [one for one in await find_person(person, row.subject_account_sid, work) if one.kind is not Erasure]


def _allows(row: Any, move: str) -> bool:
    return row.lifecycle is not None and move in row.lifecycle.guards and row.lifecycle.allows(move, row.status)


def _under_way(row: Any) -> bool:
    """Whether it may still fail or be called off, as a message that waits or is being sent."""
    return _allows(row, "cancel") or _allows(row, "fail")


async def _erase_person(row: Erasure, person: Person, work: Work) -> tuple[list[dict[str, Any]], int]:
    """What was done, added to what an earlier run did; and how many rows still hold something."""
    done = [dict(line) for line in row.outcome]
    for _ in range(ROUNDS):
        found = await _find(person, row, work)
        # What takes other rows along with it, as a handset does, comes when those have been counted.
        todo = sorted((one for one in found if step_of(one) != KEEP), key=lambda one: answer_of(one.kind).by is not None)
        kept = steps_of(one for one in found if step_of(one) == KEEP)
        if not todo:
            break
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            await _erase_batch(row, batch, person, done, work)
        done = _joined(done, kept)
    staying = [dict(line) for line in row.plan if line["step"] == KEEP]
    left = [one for one in await _find(person, row, work) if step_of(one) != KEEP]
    return _joined(done, staying), len(left)


async def _erase_batch(row: Erasure, batch: list[Found], person: Person, done: list[dict[str, Any]], work: Work) -> None:
    """One commit, with the count; row by row where another writer was at one of them."""
    own = work.platform.work()
    for found in batch:
        await erase_row(found, person, own)
    erased = batch
    try:
        await own.commit()
    except Stale:
        erased = [found for found in batch if await _erase_one(found, person, work)]
    done[:] = _joined(done, steps_of(erased))
    own = work.platform.work()
    own.set(row, rows_done=row.rows_done + len(erased), outcome=done)
    await own.commit()


async def _erase_one(found: Found, person: Person, work: Work) -> bool:
    own = work.platform.work()
    await erase_row(found, person, own)
    try:
        await own.commit()
    except Stale:  # changed meanwhile: the next round finds it as it is now
        return False
    return True


def _joined(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lines about the same kind, step and way become one; what stays is told once."""
    lines: dict[tuple[str, str, str], dict[str, Any]] = {}
    for line in (*one, *other):
        key = key_of(line)
        known = lines.get(key)
        if known is None:
            lines[key] = dict(line)
        elif line["step"] == KEEP:
            known["rows"] = max(known["rows"], line["rows"])
        else:
            known["rows"] += line["rows"]
            known["fields"] = sorted({*known["fields"], *line["fields"]})
    return [lines[key] for key in sorted(lines)]


async def _erase_account(row: Erasure, work: Work) -> list[dict[str, Any]]:
    """All rows of a closed account, kind by kind, but for what must stay; done is as planned."""
    account_sid = row.subject_account_sid
    for kind in kinds_held():
        if kind is Account or kind is Erasure or answer_of(kind).closing == KEEP:
            continue
        async for page in rows_of(kind, account_sid, work):
            own = work.platform.work()
            for one in page:
                await delete_files(kind, one, own)
            own.sweep(kind, Condition("sid", "in", tuple(one.sid for one in page)), account_sid=account_sid)
            own.set(row, rows_done=row.rows_done + len(page))
            await own.commit()
    account = await work.fetch(Account, account_sid)  # any account: whose erasure it is
    if account is not None:
        own = work.platform.work()
        own.set(account, friendly_name="")
        own.set(row, rows_done=row.rows_done + 1)
        await own.commit()
    return [dict(line) for line in row.plan]


async def _drop_exports(account_sid: str, work: Work) -> None:
    """Copies of the account's data that wait to be fetched hold the person too."""
    for export in await work.select(DataExport, subject_account_sid=account_sid, status="ready"):  # any account: a parent's copies too
        own = work.platform.work()
        await drop_package(export, own)
        own.move(export, "expire", key_digest="")
        try:
            await own.commit()
        except Stale:
            continue
