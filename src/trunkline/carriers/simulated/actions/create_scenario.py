"""A scenario is handed in, and its replay begins; one at a time for an account."""

from __future__ import annotations

from typing import Any

import msgspec

from trunkline.kernel.errors import Problem
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import creates, updates
from trunkline.kernel.work import Work

from ..resources.scenario import Scenario
from ..rules.scenario_document import read_document
from .replay_scenario import play
from .step_clock import mode_of, require_clock

RUNNING = ("queued", "running")


@creates(Scenario)
async def create_scenario(draft: Scenario, work: Work) -> Scenario:
    """20001 where the file is wrong, 20003 where it wants the clock and may not, 20409 while another one is being replayed."""
    document = read_document(draft.document)
    if document.uses_clock:
        await require_clock(work, draft.account_sid)
    if await work.find(Scenario, Condition("status", "in", RUNNING), account_sid=draft.account_sid):
        raise Problem(20409, "Another scenario is being replayed: wait for its end, or cancel it", 409)
    draft.document = msgspec.to_builtins(document)
    draft.friendly_name = draft.friendly_name or document.name[:64]
    draft.steps, draft.clock_before = len(document.steps), mode_of(work.platform)
    work.add(draft, state="queued")
    work.enqueue(play, scenario_sid=draft.sid, step=-1)
    return draft


@updates(Scenario)
async def cancel_scenario(row: Scenario, changes: dict[str, Any], work: Work) -> Scenario:
    """Status=canceled: no further step is taken. What was done stays done."""
    if changes.get("status_change") == "canceled":
        if row.status not in RUNNING:
            raise Problem(20409, f"The replay is {row.status}: it cannot be canceled any more", 409)
        work.move(row, "cancel", date_ended=work.now)
    return row
