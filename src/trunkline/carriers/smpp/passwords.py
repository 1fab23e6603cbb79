"""Passwords of binds: made, hashed, compared. They have eight characters at most, so guessing must be slow: Argon2id (RFC 9106)."""

from __future__ import annotations

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LENGTH = 8
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _nobody() -> str:
    """What a system that does not exist is held against; made when the first one asks, since it takes its time."""
    return _HASHER.hash("nobody's")


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


class PasswordCheck:
    """Two at a time, in threads: each takes some twenty milliseconds of a processor."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(2)

    async def matches(self, password_hash: str | None, password: str) -> bool:
        """Takes the same time when there is no such system (None)."""
        async with self._turns:
            return await asyncio.to_thread(_verify, password_hash, password)


def _verify(password_hash: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
