"""Files that are harmful by themselves, found without a scanner: a few plain rules, and no replacement for one.

The EICAR file is what the industry agreed on for trying whether somebody looks at all. It is told by the hash of its 68 characters, which
may be followed by blanks up to 128 in all (EICAR, "Anti-malware testfile"); the characters themselves would have scanners remove this file.
"""

from __future__ import annotations

from hashlib import sha256

from .sniff import PROGRAM, SCRIPT, sniff

DISGUISED = "Program-In-Disguise"
"""A program under the name of a picture: refused, but it may be a mistake, and nothing in it is known to do harm."""

_EICAR_LENGTH = 68
_EICAR_LONGEST = 128
_EICAR = bytes.fromhex("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f")
_BLANK = b" \t\r\n\x1a"


def find_threat(data: bytes, declared: str) -> str | None:
    """The name of what is harmful in a file that its sender calls `declared` (a MIME type), None for nothing known."""
    if _is_eicar(data):
        return "Eicar-Test-File"
    if sniff(data) in (PROGRAM, SCRIPT) and not declared.startswith("text/"):
        return DISGUISED
    return None


def _is_eicar(data: bytes) -> bool:
    if not _EICAR_LENGTH <= len(data) <= _EICAR_LONGEST or data[_EICAR_LENGTH:].strip(_BLANK):
        return False
    return sha256(data[:_EICAR_LENGTH]).digest() == _EICAR
