"""Twilio speaks two dialects: the 2010 API, and everything after it. A dialect belongs to the API version, never to a field."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .clock import SECOND

FIVE_VERBS = "list create fetch update delete"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@lru_cache(maxsize=4096)
def _rfc2822(second: int) -> str:
    t = time.gmtime(second)
    return f"{_DAYS[t.tm_wday]}, {t.tm_mday:02d} {_MONTHS[t.tm_mon - 1]} {t.tm_year} {t.tm_hour:02d}:{t.tm_min:02d}:{t.tm_sec:02d} +0000"


@lru_cache(maxsize=4096)
def _iso8601(second: int) -> str:
    t = time.gmtime(second)
    return f"{t.tm_year}-{t.tm_mon:02d}-{t.tm_mday:02d}T{t.tm_hour:02d}:{t.tm_min:02d}:{t.tm_sec:02d}Z"


def write_rfc2822(moment: int) -> str:
    return _rfc2822(moment // SECOND)


def write_iso8601(moment: int) -> str:
    return _iso8601(moment // SECOND)


@dataclass(frozen=True, eq=False)
class Dialect:
    """`suffix` ends the address of one resource; `legacy` is the 2010 API: XML by default, `uri`, flat page envelope."""

    version: str
    legacy: bool
    write_moment: Callable[[int], str]
    date_format: str
    suffix: str

    def page(self, key: str, rows: list[Any], size: int, number: int, addresses: Mapping[str, str | None]) -> dict[str, Any]:
        """The envelope of a list. `addresses` has first, this, next and previous, already relative or absolute as the dialect wants."""
        if not self.legacy:
            names = {"first_page_url": "first", "previous_page_url": "previous", "url": "this", "next_page_url": "next"}
            meta = {"page": number, "page_size": size, **{n: addresses[a] for n, a in names.items()}, "key": key}
            return {"meta": meta, key: rows}
        start = number * size
        return {
            key: rows,
            "first_page_uri": addresses["first"],
            "end": max(start + len(rows) - 1, 0),
            "previous_page_uri": addresses["previous"],
            "uri": addresses["this"],
            "page_size": size,
            "start": start,
            "next_page_uri": addresses["next"],
            "page": number,
        }


V2010_DIALECT = Dialect("2010-04-01", True, write_rfc2822, "date-time-rfc-2822", ".json")


@dataclass(frozen=True, eq=False)
class Mount:
    """One address at which a resource is seen.

    `path` is the collection's template; its names are fields of the row. `key` names the field that stands for the row in the
    address (`sid`, or e.g. `phone_number`; "" where there is only one, at the path itself). `created` is the status of a create.
    `links` maps a wire name to what follows the row's own address. `fixed` are values of all rows seen here, and made here.
    `home` is the collection in which a row's own address lies, where that is another one. `without` names fields that are not shown here.
    """

    product: str
    dialect: Dialect
    path: str
    verbs: frozenset[str]
    links: Mapping[str, str] = field(default_factory=dict)
    key: str = "sid"
    list_key: str = ""
    created: int = 201
    fixed: Mapping[str, str] = field(default_factory=dict)
    home: str = ""
    without: frozenset[str] = frozenset()


def _mount(product: str, dialect: Dialect, path: str, verbs: str, **more: Any) -> Mount:
    words = frozenset(verbs.split())
    if unknown := words - set(FIVE_VERBS.split()):
        raise ValueError(f"{path}: no such verb: {', '.join(unknown)}")
    more["list_key"] = more.get("list_key") or snake(path.rsplit("/", 1)[1])
    return Mount(product, dialect, f"/{dialect.version}{path}", words, **more)


def V2010(path: str, verbs: str = FIVE_VERBS, **more: Any) -> Mount:
    """A mount in the 2010 API, e.g. V2010("/Accounts/{account_sid}/Messages"); `more` are further fields of Mount."""
    return _mount("api", V2010_DIALECT, path, verbs, **more)


def V(version: int, product: str, path: str, verbs: str = FIVE_VERBS, **more: Any) -> Mount:
    """A mount in a later API, e.g. V(1, "sync", "/Services/{service_sid}/Documents")."""
    return _mount(product, modern(version), path, verbs, **more)


@lru_cache
def modern(version: int) -> Dialect:
    return Dialect(f"v{version}", False, write_iso8601, "date-time", "")


def snake(name: str) -> str:
    """IncomingPhoneNumbers -> incoming_phone_numbers."""
    out = ""
    for i, letter in enumerate(name):
        if letter.isupper() and i and (not name[i - 1].isupper() or (i + 1 < len(name) and name[i + 1].islower())):
            out += "_"
        out += letter.lower()
    return out


def pascal(name: str) -> str:
    """date_sent -> DateSent; the trailing underscore of a Python keyword is dropped."""
    return "".join(part[:1].upper() + part[1:] for part in name.rstrip("_").split("_"))
