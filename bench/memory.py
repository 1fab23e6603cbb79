"""Resident memory: idle, and for each 10,000 messages that wait."""

from __future__ import annotations

import time
from pathlib import Path

from .bars import Figure
from .subject import Subject

MEBI = 1 << 20
QUEUED = 40_000


def measure(scratch: Path, connections: int) -> list[Figure]:
    idle = Figure("memory.idle", "resident memory, idle", "MB", note="the whole node in one process: API, jobs, simulated network, proxy")
    queued = Figure(
        "memory.queued", "  per 10,000 queued", "MB",
        note="jobs taken into memory and none run; SQLite's page cache and mapped file count as the process's",
    )  # fmt: skip
    with Subject("held", scratch) as subject:
        time.sleep(1)
        idle.values.append(subject.resident() / MEBI)
        count = subject.send(seconds=1, connections=connections).requests
        before, begun = subject.resident(), count
        while count - begun < QUEUED:
            count += subject.send(seconds=2, connections=connections).requests
        queued.values.append((subject.resident() - before) / MEBI / (count - begun) * 10_000)
    return [idle, queued]
