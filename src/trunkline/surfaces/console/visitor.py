"""Who is at the console, as its doors see them, and the port behind which sessions are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from trunkline.kernel.platform import Platform
from trunkline.kernel.request import Caller

ROLES: Final = ("owner", "admin", "developer", "support", "compliance", "reviewer")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person who is signed in, acting in one account.

    `caller` is what the API sees: the account and the role's scopes. `csrf` is the token that writes carry. `fresh_until`: the microsecond
    up to which dangerous acts need no further proof. `no_auth`: nobody was asked who they are, which happens on loopback only.
    """

    person_sid: str
    role: str
    account_sid: str
    caller: Caller
    csrf: str
    fresh_until: int = 0
    session_sid: str = ""
    no_auth: bool = False


class Visitors(Protocol):
    """Recognises visitors. Asked for every request of the console, so what was found may be kept for a moment."""

    async def recognise(self, headers: Mapping[str, str], platform: Platform) -> Visitor | None:
        """The visitor whose session the Cookie header (names in small letters) proves; None for nobody."""
        ...


class Nobody:
    """Stands behind the port where nothing else does: nobody is ever signed in."""

    async def recognise(self, headers: Mapping[str, str], platform: Platform) -> Visitor | None:
        return None
