"""A PostgreSQL of the tests' own: its files in a temporary folder, reached by a Unix socket there, gone when the tests are.

It does not wait for the disk (fsync is off), so it says nothing of durability or speed.
"""

from __future__ import annotations

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

INSTALL = "PostgreSQL is not installed: apt-get install -y postgresql (or set TRUNKLINE_TEST_POSTGRES=skip to leave its tests out)"
_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=64MB", "max_connections=200", "listen_addresses=", "autovacuum=off")
_PATIENCE = 60.0


class NoPostgres(Exception):
    """Its text says how to install it."""


def binary(name: str) -> str:
    """Debian keeps the server's programs beside PATH, one folder a version; the newest is taken."""
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4]))
    path = found[-1] if found else shutil.which(name)
    if path is None:
        raise NoPostgres(INSTALL)
    return path


class LocalPostgres:
    """`start` it, ask for `url(name)`, `stop` it. `durable=True` waits for the disk as a real server does."""

    def __init__(self, durable: bool = False) -> None:
        self._initdb, self._server, self._ready = binary("initdb"), binary("postgres"), binary("pg_isready")
        self._settings = _QUICK[2:] if durable else _QUICK
        self.folder = Path(tempfile.mkdtemp(prefix="trunkline-pg-"))
        # The server refuses to be root; Debian's package brings a user for it.
        self._root = os.geteuid() == 0
        self.user = "postgres"
        if self._root:
            shutil.chown(self.folder, "postgres", "postgres")
        self._process: subprocess.Popen[bytes] | None = None
        self._call([self._initdb, "-D", str(self.folder / "data"), "-U", self.user, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])

    def _call(self, command: list[str]) -> None:
        done = subprocess.run(self._as_user(command), cwd=self.folder, capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr.decode(errors='replace')}")

    def _as_user(self, command: list[str]) -> list[str]:
        """As the server's user, and ended with us even if we are killed."""
        if (setpriv := shutil.which("setpriv")) is None:
            return ["runuser", "-u", self.user, "--", *command] if self._root else command
        other = ["--reuid", self.user, "--regid", self.user, "--init-groups"] if self._root else []
        return [setpriv, *other, "--pdeathsig", "QUIT", "--", *command]

    def start(self) -> None:
        command = [self._server, "-D", str(self.folder / "data"), "-k", str(self.folder)]
        for setting in self._settings:
            command += ["-c", setting]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(self._as_user(command), cwd=self.folder, stdout=log, stderr=log)
        until = time.monotonic() + _PATIENCE
        while subprocess.run([self._ready, "-q", "-h", str(self.folder)], check=False).returncode:
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends connections and stops in order; SIGQUIT stops at once, as in a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE)
            self._process = None

    def remove(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{self.user}@/{database}?host={self.folder}"
