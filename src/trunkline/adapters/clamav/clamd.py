"""Ask clamd about a file over its INSTREAM command: the file goes over the socket, so that clamd may run anywhere.

Protocol: clamd(8), COMMANDS. `zINSTREAM\\0`, then chunks of a four-byte length in network order and that many bytes, then a length of
zero; the answer is `stream: OK`, `stream: NAME FOUND` or `… ERROR`, ended by a NUL.
"""

from __future__ import annotations

import asyncio
import logging

from trunkline.foundations.trust.ports import ScanVerdict

log = logging.getLogger("trunkline.clamav")

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class Clamd:
    """One clamd, by the path of its socket or by host and port. A connection a file: clamd closes it after its answer."""

    def __init__(self, address: str, *, patience: float = 15.0) -> None:
        """`address`: "/run/clamav/clamd.ctl", with or without "unix:" before it, or "host:port". `patience`: seconds for a scan."""
        self._path = address.removeprefix("unix:") if address.startswith(("/", "unix:")) else ""
        self._host, _, port = ("", "", "") if self._path else address.rpartition(":")
        self._port = int(port or 0)
        self._patience = patience

    async def scan(self, data: bytes) -> ScanVerdict:
        """The verdict; `unknown` with the reason where clamd cannot be reached, is too slow, or will not take the file."""
        try:
            async with asyncio.timeout(self._patience):
                return read_answer(await self._ask(b"zINSTREAM\0", data))
        except TimeoutError:
            return self._unknown(f"clamd gave no answer within {self._patience:g} seconds")
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as why:
            return self._unknown(f"clamd cannot be asked: {why}")

    def _unknown(self, why: str) -> ScanVerdict:
        log.warning("%s", why)
        return ScanVerdict("unknown", why)

    async def _ask(self, command: bytes, data: bytes) -> str:
        if self._path:
            reader, writer = await asyncio.open_unix_connection(self._path, limit=_LONGEST_ANSWER)
        else:
            reader, writer = await asyncio.open_connection(self._host, self._port, limit=_LONGEST_ANSWER)
        try:
            writer.write(command)
            try:
                for at in range(0, len(data), _CHUNK):
                    chunk = data[at : at + _CHUNK]
                    writer.write(len(chunk).to_bytes(4, "big") + chunk)
                    await writer.drain()
                writer.write(bytes(4))
                await writer.drain()
            except ConnectionError:
                pass  # a file over clamd's limit: it answers and closes while we still write, and the answer is there to be read
            return (await reader.readuntil(b"\0"))[:-1].decode("utf-8", "replace")
        finally:
            writer.close()


def read_answer(answer: str) -> ScanVerdict:
    """clamd's words as a verdict."""
    said = answer.strip()
    if said.endswith(" FOUND"):
        return ScanVerdict("infected", said.removesuffix(" FOUND").partition(": ")[2] or "unnamed")
    if said.endswith(": OK"):
        return ScanVerdict("clean")
    return ScanVerdict("unknown", f"clamd said: {said[:200]}")
