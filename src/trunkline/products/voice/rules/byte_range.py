"""Which part of a file a Range header asks for. Source: RFC 9110, section 14."""

from __future__ import annotations

import re


class Unsatisfiable(Exception):
    """No octet of the file lies in the range: 416."""


def read_range(header: str | None, size: int) -> tuple[int, int] | None:
    """(first, last) octet, both included; None for the whole file: no header, another unit, several ranges, or one that is no range."""
    if header is None or (found := re.fullmatch(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", header, re.IGNORECASE | re.ASCII)) is None:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:  # the last so many
        if not int(last) or not size:
            raise Unsatisfiable
        return max(0, size - int(last)), size - 1
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return int(first), min(int(last), size - 1) if last else size - 1
