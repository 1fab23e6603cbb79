"""Keyset paging by SID. A token is PA + the last SID seen (the page after it) or PB + the first (the page before it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .errors import invalid
from .identifiers import is_sid
from .ports import Condition

LARGEST_PAGE = 1000
USUAL_PAGE = 50
_OWN = ("PageSize", "Page", "PageToken")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a request wants to read."""

    size: int
    number: int
    after: str
    before: str

    def condition(self, newest_first: bool) -> tuple[Condition, ...]:
        if self.after:
            return (Condition("sid", "<" if newest_first else ">", self.after),)
        if self.before:
            return (Condition("sid", ">" if newest_first else "<", self.before),)
        return ()

    def order(self, newest_first: bool) -> tuple[tuple[str, bool], ...]:
        """A page before a row is read backwards from it, and turned round."""
        return (("sid", newest_first != bool(self.before)),)


def _number(form: Mapping[str, str | list[str]], name: str, usual: int) -> int:
    text = form.get(name, "")
    if text == "":
        return usual
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise invalid(name, "must be a whole number, 0 or more")
    return int(text)


def read_place(form: Mapping[str, str | list[str]]) -> Place:
    """PageSize is 1 to 1000 (more is taken as 1000, as Twilio does)."""
    size = _number(form, "PageSize", USUAL_PAGE)
    if size == 0:
        raise invalid("PageSize", "must be 1 or more")
    token = form.get("PageToken", "")
    if token and not (isinstance(token, str) and token[:2] in ("PA", "PB") and is_sid(token[2:])):
        raise invalid("PageToken", "is not a token that this list gave")
    number = _number(form, "Page", 0)
    after, before = ("", "")
    if isinstance(token, str) and token:
        after, before = (token[2:], "") if token[:2] == "PA" else ("", token[2:])
    elif number:
        raise invalid("Page", "cannot be given without PageToken: follow next_page_uri")
    return Place(min(size, LARGEST_PAGE), number, after, before)


def addresses(here: str, form: Mapping[str, str | list[str]], place: Place, sids: list[str], more: bool) -> dict[str, str | None]:
    """Links of a page: `here` is the list's own address; `more` says that rows follow in the direction that was read."""
    kept: dict[str, Any] = {k: v for k, v in form.items() if k not in _OWN}

    def link(number: int, token: str = "") -> str:
        own: dict[str, Any] = {"PageSize": place.size, "Page": number}
        if token:
            own["PageToken"] = token
        return f"{here}?{urlencode({**kept, **own}, doseq=True)}"

    follows = more if not place.before else True
    precedes = place.number > 0 if not place.before else more
    token = f"PA{place.after}" if place.after else f"PB{place.before}" if place.before else ""
    return {
        "first": link(0),
        "this": link(place.number, token),
        "next": link(place.number + 1, f"PA{sids[-1]}") if sids and follows else None,
        "previous": link(max(place.number - 1, 0), f"PB{sids[0]}") if sids and precedes else None,
    }
