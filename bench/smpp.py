"""Texts over SMPP to an SMSC on the same machine: accepted, handed over, receipt taken; beside Kannel's, in the same rounds.

Ours stores each state durably; Kannel calls no fsync and keeps no states. Both are asked for a receipt of every text.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from . import load, machine
from .bars import Figure
from .jasmin import NOTE, Jasmin
from .kannel import Kannel
from .smpp_codec import measure_codec
from .subject import PORT, Subject
from .whole_life import Sink

DRAIN = 120.0

CONFIGURATION = """
group = core
admin-port = {admin}
admin-password = bench
admin-interface = 127.0.0.1
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
log-file = "{folder}/bearerbox.log"
log-level = 4
store-type = file
store-location = "{folder}/store"

group = smsc
smsc = smpp
smsc-id = bench
host = 127.0.0.1
port = {smsc}
smsc-username = bench
smsc-password = bench
system-type = ""
transceiver-mode = true
max-pending-submits = 1000

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
max-pending-requests = 2048
global-sender = 15557770001
log-file = "{folder}/smsbox.log"
log-level = 4

group = sendsms-user
username = bench
password = bench
max-messages = 10
concatenation = true
"""


class Smsc:
    """bench/smpp_smsc.py in a process of its own."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "bench.smpp_smsc"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()

    def report(self) -> dict[str, Any]:
        """Since the last call."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("\n")
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told

    def settle(self, expected: int) -> dict[str, Any]:
        """Until that many receipts were acknowledged (or nothing moves any more for two seconds)."""
        total = {"submits": 0, "acknowledged": 0, "last": 0.0}
        until, moved = time.monotonic() + DRAIN, time.monotonic()
        while time.monotonic() < until and total["acknowledged"] < expected and time.monotonic() - moved < 5:
            time.sleep(0.1)
            told = self.report()
            if told["submits"] or told["acknowledged"]:
                moved = time.monotonic()
            total = {
                "submits": total["submits"] + told["submits"],
                "acknowledged": total["acknowledged"] + told["acknowledged"],
                "last": max(total["last"], told["last"]),
            }
        return total


class SmppSubject(Subject):
    """A Trunkline whose texts leave over SMPP."""

    def __init__(self, scratch: Path, smsc: int) -> None:
        super().__init__("life", scratch)
        self.smsc = smsc

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "bench.smpp_subject", "--data", str(self.data), "--port", str(PORT), "--smsc", str(self.smsc)]


class SmppKannel(Kannel):
    """Kannel with its file store and the SMSC over SMPP."""

    def __init__(self, scratch: Path, smsc: int, told: str) -> None:
        """`told`: the URL that it asks for each receipt; without one it asks the SMSC for none."""
        super().__init__("file", scratch, carrier=False)
        self.smsc, self.told = smsc, told

    def configure(self, folder: Path) -> str:
        boxes = machine.free_port()
        return CONFIGURATION.format(admin=self.admin, boxes=boxes, smsc=self.smsc, sendsms=self.sendsms, folder=folder)

    def send(self, seconds: float, connections: int) -> load.Load:
        form = load.message_forms("+15557770001", ["+15551230001"])[0]
        text = form.partition("Body=")[2]
        about = {"username": "bench", "password": "bench", "from": "+15557770001", "to": "+15551230001", "dlr-mask": "3"}
        query = urlencode({**about, "dlr-url": self.told})
        return load.run(f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms?{query}&text={text}", seconds=seconds, connections=connections)


class Smpp:
    def __init__(self, scratch: Path, seconds: float, connections: int, peers: bool, jasmin: bool) -> None:
        self.scratch, self.seconds, self.connections, self.peers, self.jasmins = scratch, seconds, connections, peers, jasmin
        durable = "one bind, window 200, a receipt for each; each state is on disk (synchronous=FULL)"
        self.rate = Figure("smpp.rate", "accepted, submitted over SMPP, receipt taken", "msg/s", note=durable)
        self.cpu = Figure("smpp.cpu", "  processor time a message", "µs")
        self.accept = Figure("smpp.accept", "  accepted meanwhile", "msg/s")
        note = "Kannel 1.4.5, file store, no fsync, no status rows; each receipt is told by a GET, as it takes none otherwise"
        self.kannel = Figure("smpp.kannel.rate", "Kannel: the same", "msg/s", note=note)
        self.kannel_cpu = Figure("smpp.kannel.cpu", "  processor time a message", "µs")
        self.ratio = Figure("smpp.kannel", "whole life over SMPP / Kannel", "×")
        self.jasmin = Figure("smpp.jasmin.rate", "Jasmin: the same", "msg/s", note=NOTE)
        self.jasmin_cpu = Figure("smpp.jasmin.cpu", "  processor time a message", "µs", note="its daemon, RabbitMQ and Redis")
        self.jasmin_ratio = Figure("smpp.jasmin", "whole life over SMPP / Jasmin", "×")
        self.codec = measure_codec()
        beside = [self.jasmin, self.jasmin_cpu, self.jasmin_ratio] if jasmin else []
        self.figures = [self.rate, self.cpu, self.accept, self.kannel, self.kannel_cpu, self.ratio, *beside, *self.codec]

    def round(self) -> None:
        with Smsc() as smsc, SmppSubject(self.scratch, smsc.port) as subject:
            smsc.settle(subject.send(seconds=1, connections=self.connections).requests)
            before, begun = subject.cpu(), time.time()
            sent = subject.send(seconds=self.seconds, connections=self.connections)
            told = smsc.settle(sent.requests)
            if told["acknowledged"] < sent.requests:
                raise RuntimeError(f"of {sent.requests} texts {told['submits']} were submitted and {told['acknowledged']} receipts taken")
            self.rate.values.append(sent.requests / (told["last"] - begun))
            self.cpu.values.append((subject.cpu() - before) / sent.requests * 1e6)
            self.accept.values.append(sent.rate)
        if self.peers:
            self._kannel()
        if self.jasmins:
            self._jasmin()

    def _jasmin(self) -> None:
        with Smsc() as smsc, Sink() as sink, Jasmin(self.scratch, smsc.port, sink.url + "peek") as jasmin:
            before, begun = jasmin.cpu(), time.time()
            sent = jasmin.send(self.seconds, self.connections)
            told = smsc.settle(sent.requests)
            self.jasmin.values.append(told["submits"] / (told["last"] - begun))
            self.jasmin_cpu.values.append((jasmin.cpu() - before) / max(told["submits"], 1) * 1e6)
            self.jasmin_ratio.values.append(self.rate.values[-1] / self.jasmin.values[-1])

    def _kannel(self) -> None:
        with Smsc() as smsc, Sink() as sink, SmppKannel(self.scratch, smsc.port, sink.url + "peek") as kannel:
            before, begun = kannel.cpu(), time.time()
            sent = kannel.send(self.seconds, self.connections)
            told = smsc.settle(sent.requests)
            self.kannel.values.append(told["submits"] / (told["last"] - begun))
            self.kannel_cpu.values.append((kannel.cpu() - before) / max(told["submits"], 1) * 1e6)
            self.ratio.values.append(self.rate.values[-1] / self.kannel.values[-1])
