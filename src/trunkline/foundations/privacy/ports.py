"""What privacy asks of the database beyond reading and writing."""

from __future__ import annotations

from typing import Protocol


class Scrubber(Protocol):
    """A database keeps removed octets in its free pages for a while; this makes them go."""

    async def scrub(self) -> bool:
        """Rewrite what holds removed octets; False where this database cannot, and its operator must (see the handbook)."""
        ...
