"""If-Match: an update that says which version it changes.

The entity tag is the row's version number or the field that its kind declares, quoted (RFC 9110, 8.8.3).
"""

from __future__ import annotations

from .errors import Problem
from .fields import Derived
from .resource import Resource


def _tag(row: Resource) -> str:
    name = row.tagged if isinstance(row.tagged, str) else "version"
    derived = row.by_name[name].mark(Derived)
    return str(derived.of(row) if derived is not None else getattr(row, name))


def tag(row: Resource) -> str:
    return f'"{_tag(row)}"'


def require_match(row: Resource, if_match: str | None) -> None:
    """412 with the kind's code when the header names another version than the row's; `*` matches any."""
    if if_match is None:
        return
    offered = {part.strip().removeprefix("W/").strip('"') for part in if_match.split(",")}
    if "*" not in offered and _tag(row) not in offered:
        raise Problem(row.mismatch, "The revision of the resource does not match If-Match", 412)
