"""What a WAV file says of itself. Source: Multimedia Programming Interface and Data Specifications 1.0 (RIFF, WAVE)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

_KNOWN = {1: "PCM", 6: "A-law", 7: "mu-law"}


@dataclass(frozen=True)
class Wave:
    """`seconds` of sound; `rate` in samples a second and channel."""

    channels: int
    rate: int
    seconds: float


def read_wave(data: bytes) -> Wave:
    """ValueError, with words, for what is no WAV of PCM, A-law or mu-law, and for one that is cut short."""
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ValueError("not a WAV file")
    at, shape = 12, None
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = at + 8
        if name == b"fmt " and size >= 16 and body + 16 <= len(data):
            code, channels, rate, octets, block, _ = struct.unpack_from("<HHIIHH", data, body)
            if code not in _KNOWN:
                raise ValueError(f"a WAV of kind {code}, not {', '.join(_KNOWN.values())}")
            if not channels or not rate or not block or octets != rate * block:
                raise ValueError("a WAV whose format contradicts itself")
            shape = channels, rate, block
        elif name == b"data":
            if shape is None:
                raise ValueError("a WAV with sound before its format")
            if body + size > len(data):
                raise ValueError("a WAV that is cut short")
            channels, rate, block = shape
            return Wave(channels, rate, size / block / rate)
        at = body + size + size % 2
    raise ValueError("a WAV without sound")
