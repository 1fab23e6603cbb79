"""A server of the working tree for one run, with data of its own that is thrown away."""

from __future__ import annotations

import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contract.world import TRUNKLINE, World

_START_SECONDS = 30.0
_STOP_SECONDS = 10.0


class NotReady(RuntimeError):
    """The server did not come up; the message has its last words."""


@contextmanager
def own_server() -> Iterator[World]:
    """Start `trunkline up` on a free port and yield it when it is ready. Raises `NotReady` with its last words if not."""
    with tempfile.TemporaryDirectory(prefix="trunkline-contract-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        log = Path(folder) / "server.log"
        command = [*TRUNKLINE, "up", "--port", str(port), "--data", folder, "--json"]
        with log.open("wb") as sink:
            process = subprocess.Popen(command, stdout=sink, stderr=sink)
        try:
            _await_ready(process, f"http://127.0.0.1:{port}/healthz", log)
            yield World.of_data_folder(folder)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _await_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    words = log.read_text(encoding="utf-8", errors="replace")[-1_000:]
    raise NotReady(f"the server ended, or was not ready within {_START_SECONDS:.0f} s:\n{words}")
