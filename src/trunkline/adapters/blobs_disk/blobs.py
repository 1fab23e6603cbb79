"""The Blobs port on a local folder."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path


class DiskBlobs:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        """Spread by hash: a key may begin with the time, and one folder must not hold a million files."""
        spread = hashlib.blake2b(key.encode(), digest_size=2).hexdigest()
        if not key.isalnum():
            raise ValueError(f"not a key: {key!r}")
        return self._folder / spread[:2] / spread[2:] / key

    async def put(self, key: str, data: bytes) -> None:
        await asyncio.to_thread(self._put, self._path(key), data)

    @staticmethod
    def _put(path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)  # a name of its own: two may write one key at once
        try:
            with open(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            Path(name).rename(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        # A new folder is on disk only when its own entry is.
        for folder in (path.parent, *path.parent.parents[:2]):
            _sync(folder)

    async def get(self, key: str, start: int = 0, stop: int | None = None) -> bytes | None:
        try:
            return await asyncio.to_thread(self._get, self._path(key), start, stop)
        except FileNotFoundError:
            return None

    @staticmethod
    def _get(path: Path, start: int, stop: int | None) -> bytes:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(-1 if stop is None else max(0, stop - start))

    async def size(self, key: str) -> int | None:
        try:
            return (await asyncio.to_thread(self._path(key).stat)).st_size
        except FileNotFoundError:
            return None

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
