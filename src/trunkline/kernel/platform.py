"""What everything runs on: the record, the clock, the dice, the jobs, and what stands behind each port. Wired by the runtime."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .identifiers import Dice, Sids
from .jobs import Jobs
from .ports import Database
from .request import Caller
from .work import Work


@dataclass
class Platform:
    database: Database
    clock: Clock = field(default_factory=Clock)
    dice: Dice = field(default_factory=Dice)
    ports: dict[type, Any] = field(default_factory=dict)
    node: str = "trunkline"
    poll: float = 1.0
    news: Any = None  # called, while somebody listens, with what is on disk now: (row, state) for each change that was told
    origin: str = "http://127.0.0.1:4010"  # where the outside reaches us: scheme, host and port

    def __post_init__(self) -> None:
        self.sids = Sids(self.clock, self.dice)
        self.jobs = Jobs(self, self.node, poll=self.poll)

    def work(self, caller: Caller | None = None) -> Work:
        return Work(self, caller)
