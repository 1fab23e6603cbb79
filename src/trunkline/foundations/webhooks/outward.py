"""Which hosts this server may connect to on an account's word: the one guard of webhooks, media and carriers alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class OutwardHosts(Protocol):
    def objection(self, host: str, port: int) -> str | None:
        """What speaks against a host as it is written, without asking a resolver; None where nothing does, or only a look-up can tell."""
        ...

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """Its addresses, each of them judged: connect to these and to nothing else, since a second look-up could say something else.

        Raises `Unreachable` of kind `url` (no host is written so), `dns` or `refused`.
        """
        ...
