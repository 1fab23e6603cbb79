"""A template is written and rewritten."""

from __future__ import annotations

import re
from typing import Any

from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import deletes
from trunkline.kernel.work import Work

from ..errors import wrong
from ..resources.approval import Approval
from ..resources.content import Content
from ..rules.placeholders import places_of
from ..rules.shapes import read_types

LONGEST_NAME = 450
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*")
_KNOWN = frozenset({"friendly_name", "language", "variables", "types"})
_IN_USE = frozenset({"received", "pending", "approved", "paused", "disabled"})


def write_content(body: Any, account_sid: str, work: Work) -> Content:
    """Stage a new template from a request's JSON; 20001 names the place that is wrong."""
    given = _read(body)
    if "language" not in given:
        raise wrong("language", "is required")
    return work.add(Content(account_sid=account_sid, **given))


async def rewrite_content(row: Content, body: Any, work: Work) -> Content:
    """Stage the changes of a template that nobody has been asked to approve; 409 for one that was."""
    given = _read({"types": row.types, "variables": row.variables, **body} if isinstance(body, dict) else body)
    approval = await work.find(Approval, account_sid=row.account_sid, content_sid=row.sid)
    if approval is not None and approval.status in _IN_USE:
        raise Problem(20409, f"The template cannot be changed: its approval is {approval.status}. Make a new template", 409)
    return work.change(row, **given)


def _read(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise Problem(20001, "The body must be a JSON object", 400)
    if unknown := sorted(set(body) - _KNOWN):
        raise wrong(unknown[0], f"is not known; there are {', '.join(sorted(_KNOWN))}")
    found: dict[str, Any] = {}
    name = body.get("friendly_name")
    if name is not None:
        if not isinstance(name, str) or len(name) > LONGEST_NAME:
            raise wrong("friendly_name", f"must be a text of {LONGEST_NAME} characters at most")
        found["friendly_name"] = name
    language = body.get("language")
    if language is not None:
        if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
            raise wrong("language", "must be a language such as en or en_US")
        found["language"] = language
    types = body.get("types")
    if not isinstance(types, dict):
        raise wrong("types", "is required, and maps content types to what they hold")
    try:
        found["types"] = read_types(types)
    except ValueError as why:
        place, _, words = str(why).partition(": ")
        raise wrong(place, words) from None
    try:
        places = places_of(found["types"])
    except ValueError as why:
        raise wrong("types", str(why)) from None
    found["variables"] = _samples(body.get("variables"), places)
    return found


def _samples(given: Any, places: list[str]) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise wrong("variables", 'must map variables to sample texts, such as {"1": "Ada"}')
    if unknown := sorted(set(given) - set(places)):
        raise wrong("variables", f"{{{{{unknown[0]}}}}} stands nowhere in the template")
    return dict(given)


@deletes(Content)
async def delete_content(row: Content, work: Work) -> None:
    """With its request for approval."""
    approval = await work.find(Approval, account_sid=row.account_sid, content_sid=row.sid)
    if approval is not None:
        work.remove(approval)
    work.remove(row)
