"""Cuts a stream of octets into PDUs by their command_length. Source: SMPP 3.4, section 3.2."""

from __future__ import annotations

from struct import Struct

_LENGTH = Struct(">I")
_HEADER = Struct(">IIII")
LONGEST = 70_000
"""Octets of one PDU: a message_payload of 64 KB and everything around it."""


class BrokenStream(Exception):
    """A command_length that no PDU has: where the next one begins is not known, so the connection must be closed."""

    def __init__(self, length: int, sequence: int) -> None:
        super().__init__(f"a PDU cannot have {length} octets")
        self.sequence = sequence
        self.frames: list[bytes] = []


class Framing:
    """Feed it what arrives; it gives whole frames."""

    def __init__(self) -> None:
        self._rest = b""

    @property
    def waiting(self) -> int:
        """Octets of a frame that has not come whole."""
        return len(self._rest)

    def feed(self, data: bytes) -> list[bytes]:
        """Raises BrokenStream; the frames before the broken one are in its `frames`."""
        data = self._rest + data if self._rest else data
        frames: list[bytes] = []
        at, end = 0, len(data)
        while end - at >= 4:
            (length,) = _LENGTH.unpack_from(data, at)
            if not 16 <= length <= LONGEST:
                if end - at < 16 and length > LONGEST:
                    break  # its sequence number is on the way, and belongs into the answer
                sequence = _HEADER.unpack_from(data, at)[3] if end - at >= 16 else 0
                broken = BrokenStream(length, sequence)
                broken.frames = frames
                self._rest = b""
                raise broken
            if end - at < length:
                break
            frames.append(data[at : at + length])
            at += length
        self._rest = data[at:]
        return frames
