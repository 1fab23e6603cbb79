"""A piece of durable work as it lies in the database, and how a task says that it did not end well."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from .clock import SECOND
from .fields import Moment, Privacy, Word
from .ports import Condition, Index
from .resource import Resource


class Later(Exception):
    """Raised by a task that wants to run again after `delay` microseconds; it does not count as a failed attempt."""

    def __init__(self, delay: int) -> None:
        super().__init__(f"again in {delay / SECOND:.3f} s")
        self.delay = delay


class GiveUp(Exception):
    """Raised by a task that cannot succeed however often it is tried: the job is kept as a dead one at once.

    An end that was to be expected, so the log gets no stack trace.
    """


LEASED = Condition("leased_by", "empty", False)
FREE = Condition("leased_by", "empty", True)
LANED = Condition("lane", "empty", False)
ALIVE = Condition("dead", "=", 0)


class Job(
    Resource,
    sid="JB",
    table="kernel_job",
    indexes=[Index(("dead", "run_at"), only=FREE), Index(("lane", "sid"), only=LANED)],
    clustered=True,
):
    """`run_at` is on the platform's clock, `leased_until` in real microseconds (a stopped clock must not end a lease).

    A job that its node keeps from the first, without a lane, stands in no index: most are written, run and deleted that way.
    """

    task: Word
    arguments: dict[str, Any]
    lane: Word = ""
    run_at: Moment = 0
    attempts: int = 0
    leased_by: Word = ""
    leased_until: Moment = 0
    dead: bool = False
    last_error: Annotated[str, Privacy.CONTENT] = ""

    subject: ClassVar[Any] = None  # set on an instance: the row that a reaction is about, as staged; saves the first attempt a read
