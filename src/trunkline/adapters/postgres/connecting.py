"""Connections to a server that may restart: how they are made, and which faults mean that one is lost."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from asyncpg import exceptions as refusals

from trunkline.kernel.errors import Unrecorded

# Seconds. A restart of the server takes a few; whoever waits longer is told.
PATIENCE = 15.0
SHORTEST_WAIT, LONGEST_WAIT = 0.02, 0.5
# Seconds without an answer after which a connection counts as lost.
SILENCE = 30.0
# Milliseconds: a lock that another node holds, and a transaction whose node is gone.
LOCK, IDLE = "10000", "60000"
LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    refusals.AdminShutdownError,
    refusals.CrashShutdownError,
    refusals.CannotConnectNowError,
    refusals.TooManyConnectionsError,
    refusals.IdleInTransactionSessionTimeoutError,
    refusals.ConnectionDoesNotExistError,
    asyncpg.InternalClientError,  # the driver, when a connection breaks between two of its steps
)
# Refused because of what other nodes do at the moment; the same transaction may succeed later.
CROSSED = (refusals.DeadlockDetectedError, refusals.SerializationError, refusals.LockNotAvailableError)


# The server is there and cannot write at the moment: no room on its disk, or it is a standby.
UNABLE = (refusals.InsufficientResourcesError, refusals.ReadOnlySQLTransactionError)


class Unusable(Exception):
    """The server answers, but not for us: no such database or user, a wrong password or encoding. The text says which."""


class Unreachable(Unrecorded, ConnectionError):
    """The server could not be reached for as long as we are ready to wait; nothing was written."""


class Uncertain(ConnectionError):
    """The connection was lost while the server was committing: what was asked may be on disk, or not. Read before asking again."""


def shown(url: str) -> str:
    """The address without its password, for messages."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=""))


def is_lost(why: BaseException, connection: asyncpg.Connection[Any] | None) -> bool:
    return isinstance(why, LOST) or (connection is not None and connection.is_closed())


class Patience:
    """Waits between attempts, a little longer each time. Make one when the first attempt begins."""

    def __init__(self, seconds: float = PATIENCE) -> None:
        self._until = asyncio.get_running_loop().time() + seconds
        self._wait = SHORTEST_WAIT

    async def again(self) -> bool:
        """False when the time is up."""
        if asyncio.get_running_loop().time() >= self._until:
            return False
        await asyncio.sleep(self._wait)
        self._wait = min(self._wait * 2, LONGEST_WAIT)
        return True


async def set_up(connection: asyncpg.Connection[Any]) -> None:
    """A commit is on disk when it is acknowledged, whatever the server's default is."""
    await connection.execute("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'")


def options() -> dict[str, Any]:
    """What every connection is made with."""
    return {
        "command_timeout": SILENCE,
        "statement_cache_size": 1000,
        "max_cached_statement_lifetime": 0,
        "server_settings": {
            "application_name": "trunkline",
            "jit": "off",
            "lock_timeout": LOCK,
            "idle_in_transaction_session_timeout": IDLE,
        },
    }


async def connect(url: str) -> asyncpg.Connection[Any]:
    """One connection; raises what asyncpg raises."""
    connection: asyncpg.Connection[Any] = await asyncpg.connect(url, timeout=SILENCE, **options())
    await set_up(connection)
    return connection
