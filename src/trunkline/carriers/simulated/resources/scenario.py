"""A replay of a scenario: phones, their conditions, faults, the clock, and what the phones send, from a file."""

from __future__ import annotations

from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Privacy, Unstored, Update, choice
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.resource import Resource

LONGEST_DOCUMENT = 500_000  # characters

SCENARIO = Lifecycle(
    begins="queued",
    moves={
        "begin": ("queued", "running"),
        "complete": ("running", "completed"),
        "fail": ("queued running", "failed"),
        "cancel": ("queued running", "canceled"),
    },
)


class Scenario(Resource, sid="NS", mounts=[V(1, "network", "/Scenarios")], lifecycle=SCENARIO):
    """`document` is the file's JSON (see docs/handbook/replay-a-scenario.md). `pace`: real keeps the file's pauses, quick waits
    only until all is quiet between two steps.

    `done` of `steps` have been taken. `outcome` says what became of the texts, once it has ended, and has a `digest` that is the same
    for the same outcome. `failed` where the file's `expect` was not met, or where it could not be replayed; `error` says why.
    """

    document: Annotated[dict[str, Any], Create(required=20001, longest=(LONGEST_DOCUMENT, 20001)), Privacy.CONTENT]
    friendly_name: Annotated[str, Create(longest=(64, 20001)), Filter(), Privacy.KEEP] = ""
    pace: Annotated[str, choice("real", "quick"), Create(), Privacy.KEEP] = "real"
    steps: int = 0
    done: int = 0
    outcome: dict[str, Any] | None = None
    error: Annotated[str | None, Privacy.KEEP] = None
    date_started: Moment | None = None
    date_ended: Moment | None = None
    refusals: Annotated[dict[str, Any] | None, Hidden] = None
    clock_before: Annotated[str, Hidden, Privacy.KEEP] = ""

    status_change: Annotated[str | None, choice("canceled"), Update(name="Status"), Unstored, Privacy.KEEP] = None
