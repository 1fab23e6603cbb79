"""Where each HTTP/1.1 request of a client's connection begins and ends, so that every head can be marked (RFC 9112).

The proxy ends the client's TLS, so the server behind it would take the requests for plain http and write links
accordingly. It therefore learns the scheme from `X-Forwarded-Proto`, which must stand in every head, also that of the
second request on a connection. That needs the boundaries of the requests; nothing else is interpreted, and the
answers pass untouched. What two parsers could read differently (a bare line feed, two lengths, a length beside chunks)
is refused rather than guessed, for that is how one request is smuggled inside another.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

LONGEST_HEAD = 65_536
"""Bytes of a request line with its fields; longer ones are refused (431)."""

_LONGEST_CHUNK_LINE = 4_096
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE = re.compile(rb"(" + _TOKEN + rb") ([\x21-\x7e\x80-\xff]+) (HTTP/1\.[01])")
_FIELD = re.compile(rb"(" + _TOKEN + rb"):[ \t]*([^\x00\r\n]*?)[ \t]*")
_CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(;[^\x00\r\n]*)?")

Field = tuple[bytes, bytes]


class BadRequestError(Exception):
    """The bytes are no request that may be passed on; carries the HTTP status to answer with and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class RequestHead:
    """A request line and its fields, names in the spelling of the client."""

    method: bytes
    target: bytes
    version: bytes
    fields: tuple[Field, ...]

    def values(self, name: bytes) -> list[bytes]:
        """The values of a field, by its lower-case name, in order."""
        return [value for field, value in self.fields if field.lower() == name]

    def without(self, *names: bytes) -> "RequestHead":
        """The same head less the fields of these lower-case names."""
        kept = tuple(field for field in self.fields if field[0].lower() not in names)
        return RequestHead(self.method, self.target, self.version, kept)

    def with_fields(self, *fields: Field) -> "RequestHead":
        """The same head with these fields after its own."""
        return RequestHead(self.method, self.target, self.version, (*self.fields, *fields))

    def encode(self) -> bytes:
        """The head as it goes on the wire, up to and with its empty line."""
        lines = [b" ".join((self.method, self.target, self.version))]
        lines += [name + b": " + value for name, value in self.fields]
        return b"\r\n".join(lines) + b"\r\n\r\n"


def parse_head(head: bytes) -> RequestHead:
    """Read a head that ends with its empty line. Errors: BadRequestError, 400."""
    lines = head[:-4].split(b"\r\n")
    start = _REQUEST_LINE.fullmatch(lines[0])
    if start is None:
        raise BadRequestError(400, "The request line is not of the form 'METHOD target HTTP/1.1'.")
    fields: list[Field] = []
    for line in lines[1:]:
        field = _FIELD.fullmatch(line)
        if field is None:
            raise BadRequestError(400, "A header line is not of the form 'Name: value'.")
        fields.append((field[1], field[2]))
    return RequestHead(start[1], start[2], start[3], tuple(fields))


def body_length(head: RequestHead) -> int | None:
    """The length of the body in bytes, or None where it comes in chunks. Errors: BadRequestError, 400 or 501."""
    codings, lengths = head.values(b"transfer-encoding"), head.values(b"content-length")
    if codings:
        if lengths:
            raise BadRequestError(400, "A request has both a Content-Length and a Transfer-Encoding.")
        if head.version == b"HTTP/1.0":
            raise BadRequestError(400, "An HTTP/1.0 request cannot have a Transfer-Encoding.")
        if [coding.lower() for coding in codings] != [b"chunked"]:
            raise BadRequestError(501, "The only Transfer-Encoding understood here is 'chunked'.")
        return None
    if not lengths:
        return 0
    if len(set(lengths)) > 1 or not re.fullmatch(rb"[0-9]{1,18}", lengths[0]):
        raise BadRequestError(400, "The Content-Length is not one whole number.")
    return int(lengths[0])


def asks_for_websocket(head: RequestHead) -> bool:
    """Whether the connection is to become a WebSocket (RFC 6455, 4.1)."""
    tokens = b",".join(head.values(b"connection")).lower().split(b",")
    wanted = [value.lower() for value in head.values(b"upgrade")]
    return b"upgrade" in {token.strip() for token in tokens} and wanted == [b"websocket"]


class _Part(Enum):
    HEAD = auto()
    BODY = auto()
    CHUNK_LINE = auto()
    CHUNK = auto()
    TRAILERS = auto()
    UNFRAMED = auto()


class RequestFraming:
    """Takes the bytes of one client connection and gives the bytes for the server, each head marked with the scheme.

    After a WebSocket handshake the bytes pass as they are. Other upgrades are taken out of the head (RFC 9110, 7.8
    lets a receiver ignore them), since their bytes would be no HTTP/1.1 requests.
    """

    def __init__(self, scheme: bytes | None, at_most: int | None = None) -> None:
        """`scheme` None leaves the heads unmarked; after `at_most` requests the client's further bytes are dropped."""
        self._scheme = scheme
        self._at_most = at_most
        self._part = _Part.HEAD
        self._held = bytearray()
        self._trailer_room = LONGEST_HEAD
        self._due = 0  # bytes of the body, or of the chunk and its line end, still to come
        self.heads = 0
        """Requests begun so far."""

    @property
    def between_requests(self) -> bool:
        """Whether no request is half received: a client may leave here without cutting one off."""
        return self._part is _Part.HEAD and not self._held

    def feed(self, data: bytes) -> bytes:
        """Take what the client sent; answer what the server shall get. Errors: BadRequestError, then feed no more."""
        self._held += data
        out = bytearray()
        while self._step(out):
            pass
        return bytes(out)

    def _step(self, out: bytearray) -> bool:
        """Take one part of what is held; whether there may be more to take."""
        match self._part:
            case _Part.HEAD:
                return self._take_head(out)
            case _Part.BODY | _Part.CHUNK:
                return self._take_body(out)
            case _Part.CHUNK_LINE:
                return self._take_chunk_line(out)
            case _Part.TRAILERS:
                return self._take_trailer(out)
            case _Part.UNFRAMED:
                out += self._held
                self._held.clear()
                return False

    def _take_head(self, out: bytearray) -> bool:
        if self.heads == self._at_most:
            self._held.clear()
            return False
        while self._held.startswith(b"\r\n"):  # RFC 9112, 2.2: empty lines before a request line are let pass
            del self._held[:2]
        end = self._held.find(b"\r\n\r\n")
        if end + 4 > LONGEST_HEAD or (end < 0 and len(self._held) >= LONGEST_HEAD):
            raise BadRequestError(431, f"The head of the request is longer than {LONGEST_HEAD} bytes.")
        if end < 0:
            return False
        head = parse_head(bytes(self._held[: end + 4]))
        del self._held[: end + 4]
        if head.method == b"CONNECT":
            raise BadRequestError(405, "CONNECT is not answered inside of a tunnel.")
        length = body_length(head)
        self.heads += 1
        if asks_for_websocket(head):
            self._part = _Part.UNFRAMED
        else:
            head = head.without(b"upgrade")
            self._due = length or 0
            self._part = _Part.CHUNK_LINE if length is None else _Part.BODY if length else _Part.HEAD
        if self._scheme is not None:
            head = head.without(b"x-forwarded-proto").with_fields((b"X-Forwarded-Proto", self._scheme))
        out += head.encode()
        return True

    def _take_body(self, out: bytearray) -> bool:
        taken = min(self._due, len(self._held))
        if self._part is _Part.CHUNK and taken:
            self._check_chunk_end(taken)
        out += self._held[:taken]
        del self._held[:taken]
        self._due -= taken
        if self._due:
            return False
        self._part = _Part.CHUNK_LINE if self._part is _Part.CHUNK else _Part.HEAD
        return True

    def _check_chunk_end(self, taken: int) -> None:
        """The last two bytes due are the chunk's line end, whichever of them come in this piece."""
        ending = bytes(self._held[max(0, self._due - 2) : taken])
        if ending and ending != b"\r\n"[max(0, 2 - self._due) :][: len(ending)]:
            raise BadRequestError(400, "A chunk of the body is longer than it says.")

    def _take_chunk_line(self, out: bytearray) -> bool:
        line = self._take_line(_LONGEST_CHUNK_LINE)
        if line is None:
            return False
        size = _CHUNK_LINE.fullmatch(line)
        if size is None:
            raise BadRequestError(400, "A chunk of the body does not begin with its size.")
        out += line + b"\r\n"
        self._due = int(size[1], 16) + 2
        self._part = _Part.CHUNK if self._due > 2 else _Part.TRAILERS
        self._trailer_room = LONGEST_HEAD
        return True

    def _take_trailer(self, out: bytearray) -> bool:
        line = self._take_line(self._trailer_room)
        if line is None:
            return False
        self._trailer_room -= len(line) + 2
        if line and not _FIELD.fullmatch(line):
            raise BadRequestError(400, "A trailer line is not of the form 'Name: value'.")
        out += line + b"\r\n"
        if not line:
            self._part = _Part.HEAD
        return True

    def _take_line(self, longest: int) -> bytes | None:
        end = self._held.find(b"\r\n", 0, max(0, longest) + 2)
        if end < 0:
            if len(self._held) > longest:
                raise BadRequestError(431, "A line of the body's framing is too long.")
            return None
        line = bytes(self._held[:end])
        del self._held[: end + 2]
        return line
