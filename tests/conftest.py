"""A real Trunkline process for the tests that stand outside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

TRUNKLINE = (sys.executable, "-m", "trunkline.runtime.cli")


@dataclass
class Live:
    """A running `trunkline up` and its credentials, as `trunkline credentials --json` names them."""

    data: Path
    api_url: str
    account_sid: str
    auth_token: str
    test_account_sid: str
    test_auth_token: str
    numbers: list[str]
    handsets: list[str]
    ca_file: str
    proxy_url: str
    process: subprocess.Popen[str] = field(repr=False)
    console_link: str = ""
    smpp_port: int | None = None

    def kill(self) -> None:
        """As a crash does: no warning."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def start_live(data: Path, *flags: str, **environment: str) -> Live:
    """Start `trunkline up` on a free port and wait until it says that it is ready."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("TRUNKLINE_", "TWILIO_"))}
    log = (data.parent / f"{data.name}.log").open("a")
    process = subprocess.Popen(
        [*TRUNKLINE, "up", "--json", "--port", "0", "--data", str(data), *flags],
        stdout=subprocess.PIPE, stderr=log, text=True, env={**inherited, **environment}, cwd=data.parent,
    )  # fmt: skip
    begun = time.monotonic()
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait()
        raise RuntimeError(f"trunkline up ended after {time.monotonic() - begun:.1f} s: {Path(log.name).read_text()}")
    found: dict[str, Any] = json.loads(line)
    return Live(data=data, process=process, **found)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Live]]:
    """`start(*flags, data=…)` gives a Live; all that were started are stopped at the end."""
    running: list[Live] = []

    def begin(*flags: str, data: Path | None = None, **environment: str) -> Live:
        running.append(start_live(data or tmp_path / "data", *flags, **environment))
        return running[-1]

    yield begin
    for live in running:
        if live.process.poll() is None:
            live.stop()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One server for all tests of a session that leave nothing behind that others would trip over."""
    found = start_live(tmp_path_factory.mktemp("live") / "data")
    yield found
    found.stop()
