"""If-Match: an update that says which version it changes. The entity tag is the row's version number, quoted (RFC 9110, 8.8.3)."""

from __future__ import annotations

from .errors import Problem
from .resource import Resource


def tag(row: Resource) -> str:
    return f'"{row.version}"'


def require_match(row: Resource, if_match: str | None, code: int = 20412) -> None:
    """412 when the header names another version than the row's; `*` matches any."""
    if if_match is None:
        return
    offered = {part.strip().removeprefix("W/").strip('"') for part in if_match.split(",")}
    if "*" not in offered and str(row.version) not in offered:
        raise Problem(code, "The revision of the resource does not match If-Match", 412)
