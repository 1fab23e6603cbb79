"""The boundaries of requests are found wherever the bytes are cut, and what is ambiguous is refused."""

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.surfaces.redirect.request_framing import LONGEST_HEAD, BadRequestError, RequestFraming

_bodies = st.binary(max_size=300)


@st.composite
def requests(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A request as bytes, and the body it carries."""
    body = draw(_bodies)
    head = b"POST /2010-04-01/Accounts.json?a=b HTTP/1.1\r\nHost: api.twilio.com\r\n"
    if draw(st.booleans()):
        return head + b"content-length: %d\r\n\r\n" % len(body) + body, body
    cuts = sorted(draw(st.lists(st.integers(0, len(body)), max_size=4)))
    pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True) if a < b]
    chunks = b"".join(b"%x;name=value\r\n" % len(piece) + piece + b"\r\n" for piece in pieces)
    trailer = draw(st.sampled_from([b"", b"Digest: abc\r\n"]))
    return head + b"Transfer-Encoding: Chunked\r\n\r\n" + chunks + b"0\r\n" + trailer + b"\r\n", body


def as_the_server_reads(stream: bytes) -> list[tuple[list[bytes], bytes]]:
    """What an independent parser (h11) makes of the bytes: scheme marks and body of each request."""
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(stream)
    read: list[tuple[list[bytes], bytes]] = []
    body = b""
    marks: list[bytes] = []
    while True:
        event = connection.next_event()
        if isinstance(event, h11.Request):
            marks = [value for name, value in event.headers if name == b"x-forwarded-proto"]
            body = b""
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            read.append((marks, body))
            connection.send(h11.Response(status_code=200, headers=[("content-length", "0")]))
            connection.send(h11.EndOfMessage())
            connection.start_next_cycle()
        else:
            return read


@given(st.lists(requests(), min_size=1, max_size=4), st.data())
def test_pipelined_requests_arrive_whole_and_each_is_marked(sent: list[tuple[bytes, bytes]], data: st.DataObject) -> None:
    stream = b"".join(request for request, _ in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=12)))
    framing = RequestFraming(b"https")
    passed = b"".join(framing.feed(stream[a:b]) for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True))
    assert as_the_server_reads(passed) == [([b"https"], body) for _, body in sent]
    assert framing.heads == len(sent)
    assert framing.between_requests


@given(requests())
def test_byte_by_byte_is_the_same_as_at_once(sent: tuple[bytes, bytes]) -> None:
    one, other = RequestFraming(b"https"), RequestFraming(b"https")
    assert b"".join(one.feed(bytes([byte])) for byte in sent[0]) == other.feed(sent[0])


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused(noise: bytes) -> None:
    for stream in (noise, b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + noise):
        try:
            RequestFraming(b"https").feed(stream)
        except BadRequestError as error:
            assert error.status in (400, 405, 431, 501)


def test_a_mark_of_the_client_is_replaced() -> None:
    passed = RequestFraming(b"https").feed(b"GET / HTTP/1.1\r\nx-Forwarded-proto: http\r\nHost: a\r\n\r\n")
    assert passed == b"GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\n\r\n"


def test_after_a_websocket_handshake_bytes_pass_untouched() -> None:
    framing = RequestFraming(b"https")
    framing.feed(b"GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n")
    assert framing.feed(b"\x81\x85\r\n\r\n\x00") == b"\x81\x85\r\n\r\n\x00"


def test_other_upgrades_are_taken_out() -> None:
    passed = RequestFraming(b"http").feed(b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
    assert b"h2c" not in passed


def test_bytes_after_the_last_allowed_request_are_dropped() -> None:
    framing = RequestFraming(None, at_most=1)
    request = b"POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\nab"
    assert framing.feed(request + request) == request
    assert framing.feed(request) == b""


@pytest.mark.parametrize(
    ("stream", "status"),
    [
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nContent-Length : 3\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\nContent-Length: 3\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\n\r\n", 400),
        (b"CONNECT a:1 HTTP/1.1\r\n\r\n", 405),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * LONGEST_HEAD + b"\r\n\r\n", 431),
        (b"A" * LONGEST_HEAD, 431),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 5000, 431),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + b"A: b\r\n" * 12_000, 431),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(stream: bytes, status: int) -> None:
    with pytest.raises(BadRequestError) as refused:
        RequestFraming(b"https").feed(stream)
    assert refused.value.status == status
