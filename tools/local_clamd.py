"""A clamd of the tests' own: its signatures and socket in a temporary folder, gone when the tests are.

The signatures are two of ours, the EICAR file and a harmless word: nothing is fetched from the network.
"""

from __future__ import annotations

import hashlib
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

INSTALL = "ClamAV's daemon is not installed: apt-get install -y clamav-daemon"
# In two halves, or a scanner would take this file for the test file itself.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MARKED = b"trunkline-test-marker-of-harm"
"""Bytes that this clamd, and nobody else, takes for malware."""
_PATIENCE = 60.0


class NoClamd(Exception):
    """Its text says how to install it."""


class LocalClamd:
    """`start` it, ask it at `socket`, `stop` it."""

    def __init__(self) -> None:
        program = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
        if program is None:
            raise NoClamd(INSTALL)
        self._program = program
        self.folder = Path(tempfile.mkdtemp(prefix="trunkline-clamd-"))
        self.socket = self.folder / "clamd.sock"
        signatures = self.folder / "signatures"
        signatures.mkdir()
        digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
        (signatures / "own.hdb").write_text(f"{digest}:{len(EICAR)}:Test.Eicar\n")
        (signatures / "own.ndb").write_text(f"Test.Marked:0:*:{MARKED.hex()}\n")
        settings = {
            "LocalSocket": self.socket, "DatabaseDirectory": signatures, "TemporaryDirectory": self.folder, "Foreground": "yes",
            "StreamMaxLength": "1M", "MaxThreads": 2,
        }  # fmt: skip
        (self.folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen([self._program, "-c", str(self.folder / "clamd.conf")], stdout=log, stderr=log)
        until = time.monotonic() + _PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"clamd did not start: {(self.folder / 'log').read_text(errors='replace')}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.connect(str(self.socket))
                line.sendall(b"zPING\0")
                return line.recv(16) == b"PONG\0"
        except OSError:
            return False

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
