"""From the request to the last callback, over the simulated network, with signed callbacks to a sink of our own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from .bars import Figure
from .subject import Subject

DRAIN = 120.0
"""Seconds that a round may take to deliver what was accepted."""
STEADY = 0.4
"""Share of the full rate at which the time to delivery is taken: under a closed loop it would only tell how long the queue is."""
CONNECTIONS = 16


class Sink:
    def __enter__(self) -> Sink:
        self.process = subprocess.Popen([sys.executable, "-m", "bench.sink"], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def report(self) -> dict[str, Any]:
        """Since the last call."""
        with urllib.request.urlopen(self.url) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


class WholeLife:
    def __init__(self, scratch: Path, seconds: float, connections: int) -> None:
        self.scratch, self.seconds, self.connections = scratch, seconds, connections
        durable = "simulated carrier, HTTP callbacks over 127.0.0.1; each state and each callback attempt is on disk (synchronous=FULL)"
        self.rate = Figure("life.rate", "accepted to delivered, with callbacks", "msg/s", note=durable)
        self.cpu = Figure("life.cpu", "  processor time a message", "µs")
        self.callbacks = Figure("life.callbacks", "  signed callbacks a message", "")
        self.accept = Figure("life.accept", "  accepted meanwhile", "msg/s", note="64 connections in a closed loop, deliveries contending")
        self.p50 = Figure("life.accept.p50", "  accept p50", "ms")
        self.p99 = Figure("life.accept.p99", "  accept p99", "ms")
        steady = f"new messages at {STEADY:.0%} of the full rate, from the SID's moment to the arrival of the last callback"
        self.done50 = Figure("life.delivered.p50", "  accept to delivered p50", "ms", note=steady)
        self.done99 = Figure("life.delivered.p99", "  accept to delivered p99", "ms")
        self.figures = [self.rate, self.cpu, self.callbacks, self.accept, self.p50, self.p99, self.done50, self.done99]

    def round(self) -> None:
        with Sink() as sink, Subject("life", self.scratch) as subject:
            _settle(sink, subject.send(seconds=1, connections=self.connections, callback=sink.url).requests)
            before, begun = subject.cpu(), time.time()
            load = subject.send(seconds=self.seconds, connections=self.connections, callback=sink.url)
            told = _settle(sink, load.requests)
            rate = load.requests / (told["last"] - begun)
            self.rate.values.append(rate)
            self.cpu.values.append((subject.cpu() - before) / load.requests * 1e6)
            self.callbacks.values.append(told["signed"] / load.requests)
            self.accept.values.append(load.rate)
            self.p50.values.append(load.p50)
            self.p99.values.append(load.p99)
            pause = max(1, round(CONNECTIONS / (rate * STEADY) * 1000))
            slow = subject.send(seconds=self.seconds, connections=CONNECTIONS, callback=sink.url, pause=pause)
            told = _settle(sink, slow.requests)
            self.done50.values.append(told["p50"])
            self.done99.values.append(told["p99"])


def _settle(sink: Sink, expected: int) -> dict[str, Any]:
    """Wait until every message was delivered (wrk may leave a few under way at its end, which are delivered too and not counted)."""
    until = time.monotonic() + DRAIN
    total: dict[str, Any] = {"callbacks": 0, "signed": 0, "failed": 0, "delivered": 0}
    quiet = 0
    while time.monotonic() < until and (total["delivered"] + total["failed"] < expected or quiet < 2):
        time.sleep(0.2)
        # A report clears the tally: percentiles are of the part, so only ask when the counts stand still.
        with urllib.request.urlopen(sink.url + "peek") as answer:
            seen = json.load(answer)
        quiet = quiet + 1 if seen["callbacks"] == total["callbacks"] else 0
        total = seen
    told = sink.report()
    if told["failed"] or told["delivered"] < expected:
        raise RuntimeError(f"of {expected} messages {told['delivered']} were delivered and {told['failed']} failed")
    return told
