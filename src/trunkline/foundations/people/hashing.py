"""Passwords at rest: Argon2id (RFC 9106, its second recommended option), a few at a time, since each takes 64 MiB while it lasts."""

from __future__ import annotations

import asyncio
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trunkline.kernel.platform import Platform

from .rules.passwords import LONGEST, plain

AT_ONCE: Final = 2
NOBODYS: Final = "$argon2id$v=19$m=65536,t=3,p=4$TvLAj+yKErgZV6hKEZd7hA$3Gd5EzgsfNnvmAvuWuTqN0ZvFvu+XP9Oa2ogmKFiiOA"
"""No password has this hash. It is tried where there is none to try, so that an unknown address takes as long as a wrong password."""


class Passwords:
    """The port behind which passwords are hashed."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def hash(self, password: str) -> str:
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, plain(password))

    async def matches(self, password: str, hashed: str) -> bool:
        """Whether it is the password; takes as long where `hashed` is "", and is then never so."""
        async with self._room:
            return await asyncio.to_thread(self._matches, plain(password)[: LONGEST + 1], hashed)

    def _matches(self, password: str, hashed: str) -> bool:
        try:
            return self._hasher.verify(hashed or NOBODYS, password) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, hashed: str) -> bool:
        """Whether it was made with weaker parameters than are used now."""
        return self._hasher.check_needs_rehash(hashed)


def passwords(platform: Platform) -> Passwords:
    found: Passwords = platform.ports.setdefault(Passwords, Passwords())
    return found
