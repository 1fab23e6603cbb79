"""What registrations need from outside: a network on which the registry can text a person."""

from __future__ import annotations

from typing import Protocol

from trunkline.kernel.work import Work


class RegistryTexts(Protocol):
    async def text(self, work: Work, account_sid: str, to: str, body: str) -> bool:
        """Stage a text of the registry's own to a phone that the account knows; False where the network has no such phone."""
        ...
