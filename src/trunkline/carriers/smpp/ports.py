"""What the actions of SMPP need of the server, where this process has one."""

from __future__ import annotations

from typing import Protocol


class Binds(Protocol):
    """The customers' systems that are bound to this process."""

    def wake(self, credential_sid: str) -> None:
        """Something for this system is on disk."""
        ...

    def drop(self, credential_sid: str) -> None:
        """Close its connections: its credential was changed or removed."""
        ...
