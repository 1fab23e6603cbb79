"""A request that SMPP itself has a status for."""

from __future__ import annotations

from ..protocol import statuses


class Refusal(Exception):
    def __init__(self, status: int, why: str = "") -> None:
        super().__init__(f"{statuses.name_of(status)} {why}")
        self.status = status
