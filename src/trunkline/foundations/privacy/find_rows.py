"""Where somebody stands in the record: every row of an account that holds their address, and the rows that tell of those.

The declarations say where to look: fields marked CONTACT hold an address; every other text or JSON may mention one; and a row about the
person is told of by rows that name its SID and hold what people said (attempts of webhooks, alerts, reviews).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from trunkline.kernel import catalogue
from trunkline.kernel.fields import Privacy
from trunkline.kernel.job import Job
from trunkline.kernel.ports import Condition
from trunkline.kernel.resource import Column, Resource
from trunkline.kernel.work import Work

from .answers import BLANK, USUAL, answer_of
from .person import Person, is_other_party

PAGE = 500
ROUNDS = 3  # a click tells of a link, which tells of a message
_NOT_SEARCHED = frozenset({"sid", "account_sid", "status", "trail"})
_CATALOGUED = {"enum", "pattern"}

How = Literal["about", "mentions", "tells of"]


@dataclass(slots=True)
class Found:
    """A row, and why it was found: `about` the person, `mentions` them, or `tells of` a row about them.

    `fields` are those that hold something of the person.
    """

    kind: type[Resource]
    row: Any
    how: How
    fields: list[str] = field(default_factory=list)


def is_text(column: Column) -> bool:
    return column.stored and column.form.column == "text"


def is_said(column: Column) -> bool:
    """Whether it holds what people say, in a text, a structure or octets."""
    return column.stored and column.privacy is Privacy.CONTENT


def _searched(kind: type[Resource]) -> list[Column]:
    """Where an address may stand: not in SIDs, words of a fixed list, and secrets."""
    return [
        column
        for column in kind.columns
        if is_text(column)
        and column.name not in _NOT_SEARCHED
        and column.privacy is not Privacy.SECRET
        and not _CATALOGUED & column.form.schema.keys()
    ]


def _sid_columns(kind: type[Resource]) -> list[Column]:
    return [c for c in kind.columns if is_text(c) and c.name.endswith("_sid") and c.name != "account_sid"]


def kinds_held() -> list[type[Resource]]:
    """Every kind that has rows of accounts, by table."""
    return sorted((kind for kind in catalogue.resources() if kind is not Job), key=lambda kind: kind.table.name)


async def rows_of(kind: type[Resource], account_sid: str, work: Work, *conditions: Condition, after: str = "") -> AsyncIterator[list[Any]]:
    """An account's rows by SID, a page at a time, each read anew; the account itself is the one row of its own kind."""
    own: tuple[Condition, ...] = (Condition("account_sid", "=", account_sid),)
    if kind.__name__ == "Account":
        own = (Condition("sid", "=", account_sid),)
    while True:
        further = (Condition("sid", ">", after),) if after else ()
        # any account: `own` names whose
        page = await work.select(kind, *own, *conditions, *further, limit=PAGE)
        if page:
            yield page
        if len(page) < PAGE:
            return
        after = page[-1].sid


async def find_person(person: Person, account_sid: str, work: Work) -> list[Found]:
    """All rows, those that tell of others first: in this order they can be erased, and what is broken off is found again."""
    found: dict[str, Found] = {}
    for kind in kinds_held():
        for column in _searched(kind):
            for pattern in person.patterns:
                async for page in rows_of(kind, account_sid, work, Condition(column.name, "like", pattern)):
                    for row in page:
                        if row.sid not in found and (one := look_at(kind, row, person)) is not None:
                            found[row.sid] = one
    telling = await _telling(found, account_sid, work)
    return [*reversed(telling), *found.values()]


def look_at(kind: type[Resource], row: Any, person: Person) -> Found | None:
    """What this row holds of the person; None for nothing."""
    mentioned: list[str] = []
    about = False
    for column in _searched(kind):
        value = getattr(row, column.name)
        if not value:
            continue
        if column.privacy is Privacy.CONTACT and isinstance(value, str) and person.is_meant(value):
            about = True
            mentioned.append(column.name)
        elif person.stands_in(value if isinstance(value, str) else msgspec.json.encode(value).decode()):
            mentioned.append(column.name)
    if about:
        return Found(kind, row, "about", sorted({*mentioned, *_of_person(kind, row, person)}))
    return Found(kind, row, "mentions", mentioned) if mentioned else None


def _of_person(kind: type[Resource], row: Any, person: Person) -> Iterator[str]:
    """Of a row about the person, all that was said, and all contacts but another party's."""
    for column in kind.columns:
        value = getattr(row, column.name, None)
        if not column.stored or not value:
            continue
        contact = column.privacy is Privacy.CONTACT
        if is_said(column) or (contact and (not isinstance(value, str) or person.is_meant(value) or not is_other_party(value))):
            yield column.name


async def _telling(found: dict[str, Found], account_sid: str, work: Work) -> list[Found]:
    """Rows that name a row about the person; of those that hold nothing of anybody, none unless their slice has said so."""
    known = set(found)
    newest = [sid for sid, one in found.items() if one.how == "about"]
    telling: list[Found] = []
    for _ in range(ROUNDS):
        fresh: list[Found] = []
        for kind in kinds_held():
            said = [c.name for c in kind.columns if is_said(c)]
            answer = answer_of(kind)
            if not said and answer is USUAL:
                continue
            for column in _sid_columns(kind):
                async for row in _naming(kind, column, newest, account_sid, work):
                    if row.sid not in known:
                        known.add(row.sid)
                        fields = [name for name in said if getattr(row, name)]
                        if fields or answer.step != BLANK or answer.by is not None:
                            fresh.append(Found(kind, row, "tells of", fields))
        telling += fresh
        newest = [one.row.sid for one in fresh]
        if not newest:
            break
    return telling


async def _naming(kind: type[Resource], column: Column, sids: list[str], account_sid: str, work: Work) -> AsyncIterator[Any]:
    for batch in _batches(sids):
        async for page in rows_of(kind, account_sid, work, Condition(column.name, "in", batch)):
            for row in page:
                yield row


def _batches(sids: Iterable[str]) -> Iterator[tuple[str, ...]]:
    listed = tuple(sids)
    for start in range(0, len(listed), PAGE):
        yield listed[start : start + PAGE]
