"""Carries bytes between two connections: slow readers hold the sender back, and neither side outlives the other.

A connection is taken as a raw socket first, because a CONNECT is followed by TLS on the same connection: what has not
been read is still in the kernel and can be handed to TLS whole. Reading ahead would swallow the start of a handshake.
"""

import asyncio
import socket
import ssl
from asyncio import StreamReader, StreamWriter
from contextlib import suppress
from typing import NamedTuple

from trunkline.surfaces.redirect.request_framing import LONGEST_HEAD, BadRequestError, RequestFraming

HEAD_WITHIN = 30.0
"""Seconds that a client has for the head that opens its connection, and for the TLS handshake."""

STALLED_AFTER = 120.0
"""Seconds after which a reader that takes nothing is given up, and within which a closing connection is flushed."""

HALF_OPEN_FOR = 600.0
"""Seconds that a tunnel stays open after one of its sides has said that it will send no more."""

_PIECE = 65_536


class Streams(NamedTuple):
    """One connection: what comes from it and what goes to it."""

    reader: StreamReader
    writer: StreamWriter

    @property
    def is_tls(self) -> bool:
        """Whether the connection is encrypted; such a one cannot be closed in one direction only."""
        return not self.writer.can_write_eof()


async def read_opening_head(connection: socket.socket) -> bytes:
    """The first request head, up to and with its empty line, and not a byte more; empty if the client just leaves.

    Errors: BadRequestError (431) if it is longer than 64 KiB; TimeoutError after 30 s; OSError.
    """
    head = bytearray()
    async with asyncio.timeout(HEAD_WITHIN):
        while True:
            await _readable(connection)
            try:
                piece = connection.recv(_PIECE, socket.MSG_PEEK)
            except (BlockingIOError, InterruptedError):
                continue
            seen = len(head)
            head += piece
            end = bytes(head).find(b"\r\n\r\n", max(0, seen - 3))
            connection.recv(end + 4 - seen if end >= 0 else len(piece))
            if end >= 0:
                return bytes(head[: end + 4])
            if not piece:
                return b""
            if len(head) >= LONGEST_HEAD:
                raise BadRequestError(431, f"The head of the request is longer than {LONGEST_HEAD} bytes.")


async def _readable(connection: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection.fileno(), ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection.fileno())


async def open_streams(connection: socket.socket, context: ssl.SSLContext | None = None) -> Streams:
    """Streams over an accepted socket, as the TLS server of `context` if given; the socket is theirs from then on.

    Errors: ssl.SSLError and ConnectionError if the handshake fails, which they do within 30 s; the socket is closed.
    """
    loop = asyncio.get_running_loop()
    reader = StreamReader(limit=_PIECE, loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol,
        connection,
        ssl=context,
        ssl_handshake_timeout=HEAD_WITHIN if context else None,
        ssl_shutdown_timeout=STALLED_AFTER if context else None,
    )
    return Streams(reader, StreamWriter(transport, protocol, reader, loop))


async def copy(reader: StreamReader, writer: StreamWriter) -> int:
    """Carry all bytes until the reader's end; answer how many. Errors: OSError; TimeoutError if the writer stalls."""
    carried = 0
    while piece := await reader.read(_PIECE):
        await _send(writer, piece)
        carried += len(piece)
    return carried


async def _send(writer: StreamWriter, piece: bytes) -> None:
    if writer.is_closing():
        raise ConnectionResetError("the other side has closed the connection")
    writer.write(piece)
    if writer.transport.get_write_buffer_size():
        async with asyncio.timeout(STALLED_AFTER):
            await writer.drain()


async def hang_up(streams: Streams) -> None:
    """Close a connection once all is sent that waits to be sent; by force if that does not end within two minutes."""
    try:
        streams.writer.close()
        async with asyncio.timeout(STALLED_AFTER):
            await streams.writer.wait_closed()
    except (OSError, TimeoutError):
        pass  # it is closed either way
    finally:
        streams.writer.transport.abort()


async def answer_and_hang_up(client: Streams, answer: bytes) -> None:
    """Send a last answer and close; what the client still sends is read and dropped for 2 s.

    Without the reading, the kernel would reset the connection over the unread bytes, and the answer could be lost.
    """
    try:
        with suppress(OSError, TimeoutError):
            await _send(client.writer, answer)
            if client.writer.can_write_eof():
                client.writer.write_eof()
            async with asyncio.timeout(2.0):
                while await client.reader.read(_PIECE):
                    pass
        await hang_up(client)
    finally:
        client.writer.transport.abort()


async def tunnel(one: Streams, other: Streams) -> None:
    """Carry bytes both ways until both sides have ended; a side that ends leaves the other direction open.

    Errors: ExceptionGroup of OSError and TimeoutError, as in `copy`.
    """
    loop = asyncio.get_running_loop()
    ends: list[asyncio.TimerHandle] = []

    async def carry(source: Streams, target: Streams) -> None:
        await copy(source.reader, target.writer)
        if target.writer.can_write_eof() and not target.writer.is_closing():
            target.writer.write_eof()
        ends.append(loop.call_later(HALF_OPEN_FOR, source.writer.transport.abort))
        ends.append(loop.call_later(HALF_OPEN_FOR, target.writer.transport.abort))

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(carry(one, other))
            group.create_task(carry(other, one))
    finally:
        for end in ends:
            end.cancel()


async def exchange(client: Streams, server: Streams, framing: RequestFraming, begun: bytes) -> None:
    """Carry a client's requests to the server, from the bytes `begun` on, and the answers back, until either ends.

    Errors: BadRequestError if the client's bytes stop being requests before any answer has begun, so that the
    caller can still answer; OSError; TimeoutError.
    """
    sending = asyncio.create_task(_send_requests(client, server, framing, begun))
    try:
        answered = await copy(server.reader, client.writer)
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError, OSError, TimeoutError, BadRequestError):
            await sending
    if not answered and not sending.cancelled() and isinstance(error := sending.exception(), BadRequestError):
        raise error


async def _send_requests(client: Streams, server: Streams, framing: RequestFraming, begun: bytes) -> None:
    try:
        await _send(server.writer, begun)
        while piece := await client.reader.read(_PIECE):
            if passed := framing.feed(piece):
                await _send(server.writer, passed)
    except BaseException:
        server.writer.transport.abort()  # ends the copying of answers too
        raise
    if client.is_tls:
        await hang_up(Streams(server.reader, server.writer))  # the client has left; what it sent still arrives
    elif not framing.between_requests:
        server.writer.transport.abort()
    # Else the client may have closed its sending side only, and waits for the answer.
