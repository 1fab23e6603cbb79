"""The replay: one durable job a step, each committed together with its progress, so that a crash neither repeats nor skips one.

Everything is decided by the file: the network begins with the file's seed, faults and phones, and counts equal texts from the first again.
"""

from __future__ import annotations

import asyncio
from typing import Any

from trunkline.kernel.clock import SECOND, read_duration
from trunkline.kernel.errors import Problem
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.message import Message

from ..network import SimulatedNetwork
from ..resources.fault import Fault
from ..resources.handset import Handset
from ..resources.handset_message import HandsetMessage
from ..resources.scenario import Scenario
from ..rules.channels import number_of
from ..rules.scenario_document import DeclaredFault, Document, Step, read_document
from ..rules.scenario_outcome import Ended, differences, outcome_of
from .create_fault import create_fault, lift_fault
from .create_handset import create_handset, update_handset
from .send_from_handset import send_from_handset
from .step_clock import mode_of, step_clock

_LOOK = 0.05  # seconds between two looks whether all is quiet
_PATIENCE = 30.0  # seconds for which a step waits for quiet
_MOVING = ("accepted", "queued", "sending", "sent", "receiving")


async def _given_up(work: Work, why: str, scenario_sid: str, step: int = 0) -> None:
    row = await work.fetch(Scenario, scenario_sid)
    if row is not None and row.status in ("queued", "running"):
        work.move(row, "fail", error=f"the replay broke off at step {step + 1}: {why}"[:500], date_ended=work.now)


@task(attempts=3, timeout=90.0, on_dead=_given_up)
async def play(work: Work, scenario_sid: str, step: int) -> None:
    """Step -1 sets everything up; the one after the last waits until all is settled, and judges."""
    row = await work.fetch(Scenario, scenario_sid)
    if row is None or row.status != ("queued" if step < 0 else "running") or (step >= 0 and row.done != step):
        return  # canceled, or this very job has run before
    document = read_document(row.document)
    _dice(work, row, document, afresh=step < 0)
    if step < 0:
        work.move(row, "begin", date_started=work.now)
        await _set_up(row, document, work)
        _go_on(row, document, 0, 0, work)
        return
    if step >= len(document.steps):
        await _conclude(row, document, work)
        return
    if row.pace == "quick" or work.platform.clock.stopped:
        await _quiet(work)
    taken = document.steps[step]
    refusals = dict(row.refusals or {})
    try:
        await _take(row, taken, work)
    except Problem as problem:
        work.refuse(problem.code, problem.message)  # drops what was staged
        refusals[str(problem.code)] = refusals.get(str(problem.code), 0) + 1
    work.change(row, done=step + 1, refusals=refusals)
    _go_on(row, document, step + 1, read_duration(taken.at), work)


def _go_on(row: Scenario, document: Document, step: int, at: int, work: Work) -> None:
    """Take the next step after the file's pause; nothing would ever be due on a clock that stands still."""
    pause = read_duration(document.steps[step].at) - at if step < len(document.steps) else 0
    delay = pause if row.pace == "real" and not work.platform.clock.stopped else 0
    work.enqueue(play, delay=delay, scenario_sid=row.sid, step=step)


def _dice(work: Work, row: Scenario, document: Document, *, afresh: bool) -> None:
    """Also after a restart, which forgets the seed of an account."""
    work.port(SimulatedNetwork).seed_account(row.account_sid, document.seed, afresh=afresh)


async def _set_up(row: Scenario, document: Document, work: Work) -> None:
    if document.clock:
        step_clock(work, row.account_sid, document.clock, 0)
    for fault in await work.select(Fault, account_sid=row.account_sid):
        await lift_fault(fault, work)
    for declared in document.faults:
        await _declare(row, declared, work)
    for phone in document.phones:
        wanted: dict[str, Any] = {
            "line_type": phone.line_type,
            "behaviour": phone.behaviour,
            "delay": phone.delay,
            "carrier": phone.carrier,
        }
        handset = await _phone(row, phone.number, work)
        if handset is None:
            await create_handset(Handset(account_sid=row.account_sid, phone_number=phone.number, friendly_name=phone.name, **wanted), work)
        else:
            await update_handset(handset, wanted, work)


async def _take(row: Scenario, step: Step, work: Work) -> None:
    if step.advance or step.clock:
        step_clock(work, row.account_sid, step.clock, read_duration(step.advance) if step.advance else 0)
        return
    if step.fault is not None:
        await _declare(row, step.fault, work)
        return
    if step.lift is not None:
        kind = Condition("kind", "=", step.lift.kind)
        for fault in await work.select(Fault, kind, account_sid=row.account_sid, destination=step.lift.destination):
            await lift_fault(fault, work)
        return
    handset = await _phone(row, step.phone, work)
    if handset is None:
        raise Problem(20404, f"The phone {step.phone} is gone", 404)
    if step.set is not None:
        await update_handset(handset, step.set.given(), work)
        return
    await send_from_handset(handset, step.to, step.body, step.media, work, channel=step.channel, data=dict(step.data))


async def _declare(row: Scenario, declared: DeclaredFault, work: Work) -> None:
    values: dict[str, Any] = {name: getattr(declared, name) for name in declared.__struct_fields__}
    await create_fault(Fault(account_sid=row.account_sid, **values), work)


async def _phone(row: Scenario, number: str, work: Work) -> Handset | None:
    return await work.find(Handset, account_sid=row.account_sid, phone_number=number)


async def _quiet(work: Work) -> None:
    """Until nothing is due in this process but this job. Real seconds: webhooks take them, whatever the clock says."""
    jobs = work.platform.jobs
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _PATIENCE
    while loop.time() < deadline:
        await asyncio.sleep(_LOOK)
        now = work.now
        if not any(job.run_at <= now and job.task != play.name for job in list(jobs.held.values())):
            return


async def _conclude(row: Scenario, document: Document, work: Work) -> None:
    phones = {phone.number for phone in document.phones}
    loop = asyncio.get_running_loop()
    deadline = loop.time() + read_duration(document.settle) / SECOND
    while True:
        await _quiet(work)
        found = await _messages(row, phones, work)
        if loop.time() >= deadline or work.platform.clock.stopped or not any(m.status in _MOVING for m in found):
            break
        await asyncio.sleep(4 * _LOOK)
    arrived = 0
    for number in phones:
        if (handset := await _phone(row, number, work)) is not None:
            since = Condition("date_created", ">=", row.date_started)
            arrived += await work.count(HandsetMessage, since, handset_sid=handset.sid, state="received")
    ended = [Ended(m.direction, m.from_ or "", m.to, m.body, m.status, m.error_code or 0) for m in found]
    outcome = outcome_of(ended, arrived, row.refusals or {})
    wrong = differences(document.expect, outcome)
    if document.uses_clock and row.clock_before == "real" and mode_of(work.platform) != "real":
        step_clock(work, row.account_sid, "real", 0)
    error = ("not as expected: " + "; ".join(wrong))[:500] if wrong else None
    work.move(row, "fail" if wrong else "complete", outcome=outcome, error=error, date_ended=work.now)


async def _messages(row: Scenario, phones: set[str], work: Work) -> list[Message]:
    since = Condition("date_created", ">=", row.date_started)
    found = await work.select(Message, since, account_sid=row.account_sid)
    return [m for m in found if number_of(m.from_ or "") in phones or number_of(m.to) in phones]
