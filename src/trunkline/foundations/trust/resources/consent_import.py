"""A list of consents that was brought in at once: where it says it comes from, and whether it looks like somebody else's list."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Filter, Hidden, Moment, Privacy, Sid, Unstored, Url, Word, choice
from trunkline.kernel.resource import Resource

from ..rules.addresses import CHANNELS
from ..rules.sources import FOREIGN_SOURCES, OWN_SOURCES
from .program import INTENTS

MOST_ITEMS = 1000
"""Of one import."""


class ConsentImport(Resource, sid="KB", mounts=[V(1, "compliance", "/ConsentImports", "list create fetch")]):
    """`accepted` became live consents, `invalid` are kept as no consent, `refused` were not written (see `errors`).

    `items` is a list of objects: `recipient`, `captured_at`, and optionally `ip_address`, `user_agent`, `captured_by`. `flagged`: another
    account brought in nearly the same list, and a person should look at it.
    """

    program_sid: Annotated[Sid, Create(required=20001), Filter()] = ""
    channel: Annotated[str, choice(*CHANNELS), Create, Privacy.KEEP] = "sms"
    source: Annotated[str, choice("", *OWN_SOURCES, *FOREIGN_SOURCES), Create, Filter(), Privacy.KEEP] = ""
    types: Annotated[list[str], INTENTS, Create] = field(default_factory=list)
    method: Annotated[str, Create(longest=(64, 20001)), Privacy.KEEP] = ""
    source_url: Annotated[Url, Create] = ""
    wording: Annotated[str, Create(longest=(4096, 20001)), Privacy.KEEP] = ""
    wording_version: Annotated[str, Create(longest=(64, 20001)), Privacy.KEEP] = ""
    locale: Annotated[str, Create(longest=(35, 20001)), Privacy.KEEP] = ""
    uploaded_by: Word = ""
    total: int = 0
    accepted: int = 0
    invalid: int = 0
    refused: int = 0
    errors: list[Any] = field(default_factory=list)
    flagged: Annotated[bool, Filter()] = False
    flagged_at: Moment | None = None
    review_reason: Word = ""
    members: Annotated[list[Any], Hidden] = field(default_factory=list)
    items: Annotated[list[Any], Create(required=20001), Unstored] = field(default_factory=list)


class ImportMark(Resource, sid="KM", indexes=[("digest", "sid")]):
    """One of the smallest digests of an import's members: by it, lists with members in common are found, across accounts."""

    import_sid: Sid = ""
    digest: Word = ""
