"""The data folder: held by one process at a time, which says there where it can be reached."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

_TRIES, _PAUSE = 5, 0.05  # seconds; who only looks whether a server runs holds the lock for an instant


class FolderUnusable(Exception):
    """The folder cannot be made or written; the text says why."""


class FolderHeld(Exception):
    """Another process has the folder; the text says which, and what to do."""


class DataFolder:
    """Enter it to hold it. `running.json` in it has pid, api_url and proxy_url while a server runs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    def __enter__(self) -> Self:
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as why:
            raise FolderUnusable(f"the data folder {self.path} cannot be used: {why.strerror}; name another with --data") from None
        for left in reversed(range(_TRIES)):
            if _take(lock, fcntl.LOCK_EX):
                self._lock = lock
                return self
            if left:
                time.sleep(_PAUSE)
        os.close(lock)
        where = running(self.path)
        words = f" (process {where['pid']}, {where['api_url']})" if where else ""
        raise FolderHeld(f"another Trunkline{words} is using {self.path}: stop it, or give this one a folder of its own with --data")

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> None:
        (self.path / "running.json").unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)

    def announce(self, api_url: str, proxy_url: str) -> None:
        beside = self.path / ".running.json"
        beside.write_text(json.dumps({"pid": os.getpid(), "api_url": api_url, "proxy_url": proxy_url}))
        beside.replace(self.path / "running.json")


def running(path: Path) -> dict[str, Any] | None:
    """What the server that holds this folder says of itself; None when none runs, even if one that died has left its words."""
    try:
        found: dict[str, Any] = json.loads((path / "running.json").read_text())
        lock = os.open(path / "lock", os.O_RDWR)
    except (OSError, ValueError):
        return None
    try:
        return None if _take(lock, fcntl.LOCK_SH) else found
    finally:
        os.close(lock)


def _take(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
