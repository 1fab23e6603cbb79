"""A connection that can also answer with a stream: in chunks (RFC 9112, 7.1), no faster than the client takes them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from .connection import Connection
from .exchange import Answer, Asked

log = logging.getLogger("trunkline.http")


class StreamingConnection(Connection):
    """While a stream runs, `task` is the one that sends it. Requests that follow on the connection wait for its end."""

    _room: asyncio.Future[None] | None = None
    _streams = _lasts = False

    def _answer(self, asked: Asked, answer: Answer) -> None:
        if answer.stream is None:
            super()._answer(asked, answer)
        else:
            self.task = self._server.loop.create_task(self._stream(asked, answer, answer.stream))

    def eof_received(self) -> bool:
        return super().eof_received() and not self._lasts

    def stop(self) -> None:
        super().stop()
        if self._lasts:
            self._end()

    def connection_lost(self, why: Exception | None) -> None:
        super().connection_lost(why)
        if self._streams:
            self._end()

    def _end(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._room is not None and not self._room.done():
            self._room.set_result(None)

    async def _stream(self, asked: Asked, answer: Answer, stream: AsyncIterator[bytes]) -> None:
        self._streams, self._lasts = True, answer.lasting
        asked.keep = asked.keep and asked.complete and not self._server.stopping
        try:
            if self._transport is not None and not (answer.lasting and self._server.stopping):
                self.write(self._server.write(answer, asked))
                await self._send(asked, stream)
        except asyncio.CancelledError:
            self._server.leave(self)
            if self._transport is not None:
                self._transport.close()
            raise
        except Exception:
            log.exception("the answer to %s %s broke off", asked.method, asked.path)
            if self._transport is not None:
                self._transport.abort()
        finally:
            self._streams, self._lasts, self.task = False, False, None
            if (close := getattr(stream, "aclose", None)) is not None:
                await close()
        asked.answered = True
        asked.parts.clear()
        self._since = self._server.seconds
        if self._transport is None:
            self._server.leave(self)
        elif not asked.complete:
            self._linger()
        elif not asked.keep or self._server.stopping or (self._last and not self._waiting and self._refusal is None):
            self._close()
        else:
            self._done()

    async def _send(self, asked: Asked, stream: AsyncIterator[bytes]) -> None:
        if asked.method == "HEAD":
            return
        async for part in stream:
            if part:
                self.write(part if asked.old else b"%x\r\n%b\r\n" % (len(part), part))
                if self._full:
                    self._room = self._server.loop.create_future()
                    await self._room
        if not asked.old:
            self.write(b"0\r\n\r\n")
