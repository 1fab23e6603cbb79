"""Read a package from outside: whole, in its form, each file as its manifest has it, and of no more octets than it says."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from .package_form import FORMAT, VERSION, Unreadable

LONGEST = 8 * 1024**3
"""Octets of all members, unpacked."""
_LONGEST_LINE = 16 * 1024 * 1024
_PIECE = 1024 * 1024


class Package:
    """An open package. Everything that is wrong with one raises Unreadable, with words for people."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
            self.manifest: dict[str, Any] = msgspec.json.decode(self._small("manifest.json"), type=dict[str, Any])
            members: list[Any] = self.manifest["members"]
            self._members = {str(m["name"]): (int(m["size"]), str(m["sha256"])) for m in members}
            self.rows = {str(table): int(count) for table, count in self.manifest["rows"].items()}
        except (zipfile.BadZipFile, OSError, msgspec.MsgspecError, KeyError, TypeError, ValueError, AttributeError) as why:
            raise Unreadable(f"this is no package of Trunkline: {why}") from None
        if (self.manifest.get("format"), self.manifest.get("version")) != (FORMAT, VERSION):
            raise Unreadable(f"the package is not of the form {FORMAT}, version {VERSION}")
        if sum(size for size, _ in self._members.values()) > LONGEST:
            raise Unreadable(f"the package holds more than {LONGEST} octets")

    def _small(self, name: str) -> bytes:
        if (info := self._zip.getinfo(name)).file_size > 64 * _PIECE:
            raise Unreadable(f"{info.filename} is too long")
        return self._zip.read(name)

    def check(self) -> None:
        """Compare every member with the manifest."""
        present = set(self._zip.namelist()) - {"manifest.json"}
        if present != set(self._members):
            raise Unreadable("the package has other files than its manifest lists")
        for name in self._members:
            for _ in self.pieces(name):
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member, compared with the manifest as it is read."""
        if name not in self._members:
            raise Unreadable(f"the package has no {name}")
        size, digest = self._members[name]
        seen, hashed = 0, hashlib.sha256()
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    seen += len(piece)
                    if seen > size:
                        raise Unreadable(f"{name} is longer than the manifest says")
                    hashed.update(piece)
                    yield piece
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as why:
            raise why if isinstance(why, Unreadable) else Unreadable(f"{name} cannot be read: {why}") from None
        if seen != size or hashed.hexdigest() != digest:
            raise Unreadable(f"{name} is not the file that the manifest describes")

    def has(self, name: str) -> bool:
        return name in self._members

    def file(self, name: str) -> bytes:
        return b"".join(self.pieces(name))

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a member in JSON lines."""
        if not self.has(name):
            return
        rest = b""
        for piece in self.pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            if len(rest) > _LONGEST_LINE:
                raise Unreadable(f"{name} has a line that is too long")
            for line in whole:
                yield _object(line, name)
        if rest:
            yield _object(rest, name)


def _object(line: bytes, name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError) as why:
        raise Unreadable(f"{name} has a line that is no JSON object: {why}") from None
    return found
