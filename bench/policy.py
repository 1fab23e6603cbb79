"""Accepting under the preset `policy`, against `twilio`: the same node, the same forms, the same brand, program and consents.

Both are given what `policy` asks for, so that a message passes every rule instead of failing at the first.
"""

from __future__ import annotations

import json
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from . import load
from .bars import Figure
from .subject import Subject

PRESETS = ("twilio", "policy")
TEXT = "Acme: your order is on its way and will be with you before noon. Reply STOP to opt out."
SETTLED = 11.0
"""Seconds after which what an account has changed is answered from memory again."""
NOTE = "durable accepts of one node, by processor time; sender in a program, consents of all recipients; each warmed up first"


class Policy:
    """Collects rounds of both presets, on one process each round, so that nothing but the preset differs."""

    def __init__(self, scratch: Path, seconds: float, connections: int) -> None:
        self.scratch, self.seconds, self.connections = scratch, seconds, connections
        self.rates = {name: Figure(f"policy.{name}", f"accept, preset {name}", "msg/s") for name in PRESETS}
        self.cpus = {name: Figure(f"policy.{name}.cpu", "  processor time a message", "µs") for name in PRESETS}
        self.ratio = Figure("policy.ratio", "preset policy / preset twilio", "×", note=NOTE)
        self.figures = [f for name in PRESETS for f in (self.rates[name], self.cpus[name])] + [self.ratio]

    def round(self) -> None:
        cpu = {}
        with Subject("accept", self.scratch) as subject:
            account = Account(subject)
            account.prepare()
            forms = [f"{form}&MessageIntent=delivery" for form in load.message_forms(account.sender, subject.handsets, text=TEXT)]
            for name in PRESETS:
                account.choose(name)
                time.sleep(SETTLED)
                self._send(subject, forms, 2)
                before = subject.cpu()
                seen = self._send(subject, forms, self.seconds)
                cpu[name] = (subject.cpu() - before) / seen.requests * 1e6
                self.rates[name].values.append(seen.rate)
                self.cpus[name].values.append(cpu[name])
                account.expect_allowed(name)
        self.ratio.values.append(cpu["twilio"] / cpu["policy"])

    def _send(self, subject: Subject, forms: list[str], seconds: float) -> load.Load:
        return load.run(subject.messages, bodies=forms, authorization=subject.authorization, seconds=seconds, connections=self.connections)


class Account:
    """The subject's first account, as its owner sets it up."""

    def __init__(self, subject: Subject) -> None:
        self.subject, self.sender = subject, subject.numbers[0]

    def prepare(self) -> None:
        """A brand and its program with the sender, and a proven consent of every recipient."""
        brand = self._post("/compliance/v1/Brands", Name="Acme")["sid"]
        program = self._post("/compliance/v1/Programs", BrandSid=brand, Name="Orders", Intents="delivery")["sid"]
        self._post(f"/compliance/v1/Programs/{program}/Senders", Sender=self.sender)
        yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        for recipient in self.subject.handsets:
            self._post(
                "/compliance/v1/Consents", BrandSid=brand, ProgramSid=program, Recipient=recipient, Types="delivery", Method="web-form",
                SourceUrl="https://acme.example/orders", Wording="Text me about my order.", CapturedAt=yesterday,
            )  # fmt: skip

    def choose(self, preset: str) -> None:
        """Registration is left out of both: its sender has none, and asking for one is a look-up in memory."""
        self._post("/compliance/v1/Policy", Preset=preset, Modes='{"registration": "off"}')

    def expect_allowed(self, preset: str) -> None:
        """RuntimeError if the latest message was not simply let through: then something else than an accept was measured."""
        page = self._ask(f"/2010-04-01/Accounts/{self.subject.account}/Messages.json?PageSize=1")
        sid = page["messages"][0]["sid"]
        [decision] = self._ask(f"/compliance/v1/Decisions?MessageSid={sid}")["decisions"]
        if (decision["verdict"], decision["preset"]) != ("allow", preset):
            raise RuntimeError(
                f"under the preset {preset} a message met {decision['verdict']} ({decision['rule']}), preset {decision['preset']}"
            )

    def _post(self, path: str, **fields: str) -> dict[str, Any]:
        return self._ask(path, urlencode(fields).encode())

    def _ask(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        request = urllib.request.Request(self.subject.url + path, body, {"Authorization": self.subject.authorization})
        with urllib.request.urlopen(request) as answer:
            found: dict[str, Any] = json.load(answer)
        return found
