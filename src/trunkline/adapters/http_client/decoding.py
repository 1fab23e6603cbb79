"""Undoes Content-Encoding within a bound: a kilobyte of gzip can hold a gigabyte."""

import zlib

from trunkline.foundations.webhooks.ports import Headers


class Undecodable(ValueError):
    """The body is not what its Content-Encoding says."""


def encodings_of(headers: Headers) -> list[str]:
    """The codings that were applied, in that order, `identity` left out."""
    named = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    return [coding for part in named.split(",") if (coding := part.strip().lower()) not in ("", "identity")]


def decode(body: bytes, codings: list[str], most: int, *, partial: bool) -> tuple[bytes, bool]:
    """The body with its codings undone, at most `most` bytes of it, and whether there was more.

    `partial` says that the end of `body` is missing, which is then no error. Raises `Undecodable` for broken data, an
    unknown coding, or more than two codings (nobody means that).
    """
    if len(codings) > 2:
        raise Undecodable("more than two content codings")
    cut = partial
    for coding in reversed(codings):
        body, more = _decode_one(body, coding, most, partial=cut)
        cut = cut or more
    return body, cut


def _decode_one(body: bytes, coding: str, most: int, *, partial: bool) -> tuple[bytes, bool]:
    if coding in ("gzip", "x-gzip"):
        window = 31
    elif coding == "deflate":
        # Named for zlib's format (RFC 9110 8.4.1.2), yet many servers send raw deflate: its first byte tells.
        window = 15 if body[:1] and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0 else -15
    else:
        raise Undecodable(f"content coding '{coding[:40]}' was not asked for")
    if not body:
        return b"", False
    decoder = zlib.decompressobj(window)
    try:
        decoded = decoder.decompress(body, most + 1)
    except zlib.error as error:
        raise Undecodable(f"broken {coding} data: {error}") from None
    if len(decoded) > most:
        return decoded[:most], True
    if not decoder.eof and not partial:
        raise Undecodable(f"{coding} data ends too early")
    return decoded, False
