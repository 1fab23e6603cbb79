"""The Blobs port on a local folder."""

from __future__ import annotations

import asyncio
import hashlib
import os
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
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        with beside.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        beside.rename(path)
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    async def get(self, key: str) -> bytes | None:
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError:
            return None

    async def delete(self, key: str) -> None:
        await asyncio.to_thread(self._path(key).unlink, missing_ok=True)
