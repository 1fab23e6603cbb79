"""A Trunkline server in a process of its own, on a new data folder, for as long as it is measured."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from . import load, machine

HANDSETS = 100
PORT = machine.free_port()
"""One for all starts: the first account's numbers follow the port, and a number that was just changed is unsettled for a while."""
SERIES = "+1555200"
START = 30.0
"""Seconds that a server may take to be ready."""


class Subject:
    """Use as a context; `mode` as in bench/server.py. With `data`, that folder is used and kept."""

    def __init__(self, mode: str, scratch: Path, data: Path | None = None) -> None:
        self.mode = mode
        self._own = None if data else tempfile.TemporaryDirectory(dir=scratch, prefix=f"{mode}-")
        self.data = data or Path(self._own.name if self._own else "")
        if data is None:
            shutil.copytree(_template(scratch), self.data, dirs_exist_ok=True)

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "bench.server", "--mode", self.mode, "--data", str(self.data), "--port", str(PORT)]

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], START)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            self.process.kill()
            raise RuntimeError(f"the server ({self.mode}) did not start")
        told: dict[str, Any] = json.loads(line)
        self.account, self.url = told["account_sid"], told["api_url"]
        self.numbers, self.handsets = list(told["numbers"]), [f"{SERIES}{n:04d}" for n in range(HANDSETS)]
        self.authorization = load.basic(self.account, told["auth_token"])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self._own is not None:
            self._own.cleanup()

    @property
    def messages(self) -> str:
        return f"{self.url}/2010-04-01/Accounts/{self.account}/Messages.json"

    def forms(self, callback: str = "") -> list[str]:
        return load.message_forms(self.numbers[0], self.handsets, callback)

    def cpu(self) -> float:
        return machine.cpu_seconds(self.process.pid)

    def resident(self) -> int:
        return machine.resident(self.process.pid)

    def send(self, **kwargs: Any) -> load.Load:
        """Load its Messages with forms; see load.run."""
        return load.run(self.messages, bodies=self.forms(kwargs.pop("callback", "")), authorization=self.authorization, **kwargs)

    def _add_handsets(self, count: int) -> None:
        for n in range(count):
            body = urlencode({"PhoneNumber": f"{SERIES}{n:04d}", "FriendlyName": f"Bench {n}"}).encode()
            request = urllib.request.Request(f"{self.url}/network/v1/Handsets", body, {"Authorization": self.authorization})
            with urllib.request.urlopen(request) as answer:
                assert answer.status == 201


def _template(scratch: Path) -> Path:
    """A data folder in which the first start is over, with handsets enough that no single one holds all."""
    folder = scratch / "template"
    if not folder.exists():
        unfinished = scratch / "template.new"
        with Subject("accept", scratch, unfinished) as subject:
            subject._add_handsets(HANDSETS)
        unfinished.rename(folder)
    return folder
