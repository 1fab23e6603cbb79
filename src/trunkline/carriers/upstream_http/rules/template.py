"""The settings of a provider that speaks its own HTTP: what is sent, and how its answers, reports and inbound texts are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from .fill import check_template

OUTCOMES = frozenset({"sent", "delivered", "undelivered", "failed", "read"})
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Sent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`fields` maps the provider's parameter to a template. `content` is form or json; with method GET they go into the query.

    `auth`: none; basic (`user` and the secret); bearer (the secret); or the name of a header that takes the secret.
    """

    url: str
    method: Literal["POST", "GET"] = "POST"
    content: Literal["form", "json"] = "form"
    auth: str = "none"
    user: str = ""
    fields: dict[str, str]
    headers: dict[str, str] = {}


class Taken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`id`: where the provider's id stands in a JSON answer ("" takes our reference). `error`: where its code of a refusal stands, and
    `errors` what that means (a code of 30000 to 30999); any other refusal is 30008."""

    id: str = ""
    error: str = ""
    errors: dict[str, int] = {}


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report: where our `reference` stands, or the provider's `id`; where the `status`, and which `outcomes` its words are; where the
    `error`, and which `errors` those are."""

    reference: str = ""
    id: str = ""
    status: str
    outcomes: dict[str, str]
    error: str = ""
    errors: dict[str, int] = {}


class Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An inbound text: where its parts stand."""

    from_: str = msgspec.field(name="from")
    to: str
    body: str
    id: str = ""


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`report` and `inbound` may be missing: then the provider reports nothing, or passes nothing on."""

    send: Sent
    taken: Taken = Taken()
    report: Told | None = None
    inbound: Written | None = None


def read_template(settings: Mapping[str, Any], secret: str) -> Template:
    """ValueError with a sentence for people."""
    try:
        found = msgspec.convert(settings, Template)
    except msgspec.ValidationError as why:
        raise ValueError(str(why)) from None
    send = found.send
    if not re.match(r"https?://[^/{]", send.url, re.IGNORECASE):
        raise ValueError("send.url must be an http or https URL, whose host has no place to fill in")
    for where, text in (("send.url", send.url), *((f"send.fields.{n}", t) for n, t in send.fields.items())):
        try:
            check_template(text)
        except ValueError as why:
            raise ValueError(f"{where} {why}") from None
    if send.method == "GET" and send.content == "json":
        raise ValueError("send.content cannot be json with method GET")
    if send.auth != "none" and not secret:
        raise ValueError(f"Secret is required where send.auth is {send.auth}")
    for header in (*send.headers, *(() if send.auth in ("none", "basic", "bearer") else (send.auth,))):
        if not _HEADER.fullmatch(header):
            raise ValueError(f"{header!r} cannot be the name of a header")
    if any("\r" in v or "\n" in v for v in send.headers.values()):
        raise ValueError("send.headers: a value has no line breaks")
    _require_codes("taken.errors", found.taken.errors)
    if found.report is not None:
        if not (found.report.reference or found.report.id):
            raise ValueError("report needs `reference` or `id`: where it stands which message is meant")
        if wrong := sorted(set(found.report.outcomes.values()) - OUTCOMES):
            raise ValueError(f"report.outcomes: {wrong[0]!r} is none of {', '.join(sorted(OUTCOMES))}")
        _require_codes("report.errors", found.report.errors)
    return found


def _require_codes(where: str, codes: Mapping[str, int]) -> None:
    for word, code in codes.items():
        if not 30000 <= code <= 30999:
            raise ValueError(f"{where}.{word}: {code} is not a carrier's code (30000 to 30999)")
