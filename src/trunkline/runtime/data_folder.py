"""The data folder: held by one process at a time, which says there where it can be reached."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any, Self


class FolderHeld(Exception):
    """Another process has the folder; the text says which, and what to do."""


class DataFolder:
    """Enter it to hold it. `running.json` in it has pid, api_url and proxy_url while a server runs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None

    def __enter__(self) -> Self:
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            where = running(self.path)
            words = f" (process {where['pid']}, {where['api_url']})" if where else ""
            raise FolderHeld(
                f"another Trunkline{words} is using {self.path}: stop it, or give this one a folder of its own with --data"
            ) from None
        self._lock = lock
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None) -> None:
        (self.path / "running.json").unlink(missing_ok=True)
        if self._lock is not None:
            os.close(self._lock)

    def announce(self, api_url: str, proxy_url: str) -> None:
        beside = self.path / ".running.json"
        beside.write_text(json.dumps({"pid": os.getpid(), "api_url": api_url, "proxy_url": proxy_url}))
        beside.replace(self.path / "running.json")


def running(path: Path) -> dict[str, Any] | None:
    """What the server that holds this folder says of itself; None when none runs."""
    try:
        found: dict[str, Any] = json.loads((path / "running.json").read_text())
        os.kill(found["pid"], 0)
    except (FileNotFoundError, ProcessLookupError, ValueError, KeyError):
        return None
    except PermissionError:
        return found
    return found
