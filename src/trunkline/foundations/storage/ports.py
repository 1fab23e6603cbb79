"""Where files are kept. A key is a SID-like name; what is written under it is never changed, only deleted."""

from __future__ import annotations

from typing import Protocol


class Blobs(Protocol):
    async def put(self, key: str, data: bytes) -> None:
        """Return when the file is on disk. Writing the same key again with the same octets is fine."""
        ...

    async def get(self, key: str, start: int = 0, stop: int | None = None) -> bytes | None:
        """The octets from `start` up to, not including, `stop` (to the end when None); None when there is no such file."""
        ...

    async def size(self, key: str) -> int | None:
        """Octets; None when there is no such file."""
        ...

    async def delete(self, key: str) -> None:
        """No error when it is not there."""
        ...
