"""Where files are kept. A key is a SID-like name; what is written under it is never changed, only deleted."""

from __future__ import annotations

from typing import Protocol


class Blobs(Protocol):
    async def put(self, key: str, data: bytes) -> None:
        """Return when the file is on disk. Writing the same key again with the same octets is fine."""
        ...

    async def get(self, key: str) -> bytes | None: ...

    async def delete(self, key: str) -> None:
        """No error when it is not there."""
        ...
