"""Accepting a message: durable, and without storage. The jobs do not run, so nothing else contends for the process."""

from __future__ import annotations

from pathlib import Path

from .bars import Figure
from .subject import Subject

OURS = "Trunkline: SQLite, WAL, synchronous=FULL, group commit: 201 after fdatasync; the message and its job are rows; no delivery work"


class Accept:
    """Collects rounds; `durable` is also what peers are compared with."""

    def __init__(self, scratch: Path, seconds: float, connections: int) -> None:
        self.scratch, self.seconds, self.connections = scratch, seconds, connections
        self.durable = Figure("accept.durable", "durable accept", "msg/s", note=OURS)
        self.cpu = Figure("accept.cpu", "  processor time a message", "µs")
        self.p50 = Figure("accept.p50", "  p50", "ms")
        self.p99 = Figure("accept.p99", "  p99", "ms")
        self.unstored = Figure("accept.unstored", "accept without storage", "msg/s", note="the same server; a commit returns at once")
        self.unstored_cpu = Figure("accept.unstored.cpu", "  processor time a message", "µs")
        self.ratio = Figure("accept.ratio", "durable / without storage", "×")
        self.cpu_ratio = Figure(
            "accept.ratio.cpu", "  the same by processor time", "×",
            note="a server that never waits for the disk goes in step with wrk, or loses its core to others: rates alone may flatter",
        )  # fmt: skip
        self.figures = [self.durable, self.cpu, self.p50, self.p99, self.unstored, self.unstored_cpu, self.ratio, self.cpu_ratio]

    def round(self) -> None:
        rate, cpu = self._measure("accept", keep=True)
        bare, bare_cpu = self._measure("unstored")
        self.durable.values.append(rate)
        self.cpu.values.append(cpu)
        self.unstored.values.append(bare)
        self.unstored_cpu.values.append(bare_cpu)
        self.ratio.values.append(rate / bare)
        self.cpu_ratio.values.append(bare_cpu / cpu)

    def _measure(self, mode: str, keep: bool = False) -> tuple[float, float]:
        with Subject(mode, self.scratch) as subject:
            subject.send(seconds=1, connections=self.connections)
            before = subject.cpu()
            load = subject.send(seconds=self.seconds, connections=self.connections)
            cpu = (subject.cpu() - before) / load.requests * 1e6
        if keep:
            self.p50.values.append(load.p50)
            self.p99.values.append(load.p99)
        return load.rate, cpu
