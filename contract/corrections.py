"""Where the published documents are wrong, each with its reason: data, applied as the documents are read.

A correction names a document and a place in it (a JSON pointer, RFC 6901) as JSON Patch does (RFC 6902: add, remove,
replace). One that no longer finds its place raises `StaleCorrection`, so a new version of the documents cannot leave
dead entries behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


class StaleCorrection(LookupError):
    """A correction points at a place that the document does not have."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One change to one document; `reason` says how we know that the document is wrong."""

    document: str
    op: Literal["add", "remove", "replace"]
    pointer: str
    reason: str
    value: Any = None


# Documents that say nothing of their own, by reason.
IGNORED_DOCUMENTS: dict[str, str] = {
    "content_sdk": "the same eight operations at the same addresses as content_v1, cut down for code generators",
}

CORRECTIONS: tuple[Correction, ...] = ()


def corrected(name: str, body: dict[str, Any], corrections: tuple[Correction, ...] | None = None) -> None:
    """Apply the corrections of the document `name` to its `body`, in place. Raises `StaleCorrection`."""
    for correction in CORRECTIONS if corrections is None else corrections:
        if correction.document == name:
            apply_correction(body, correction)


def apply_correction(body: dict[str, Any], correction: Correction) -> None:
    """Apply one correction in place: `replace` and `remove` need the place to exist, `add` needs its parent."""
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in correction.pointer.split("/")[1:]]
    place: Any = body
    try:
        for part in parents:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list):
            _change_list(place, last, correction)
            return
        if correction.op != "add" and last not in place:
            raise KeyError(last)
        if correction.op == "remove":
            del place[last]
        else:
            place[last] = correction.value
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise StaleCorrection(f"{correction.document} has no {correction.pointer}: {correction.reason}") from error


def _change_list(place: list[Any], last: str, correction: Correction) -> None:
    if correction.op == "add":
        place.insert(len(place) if last == "-" else int(last), correction.value)
    elif correction.op == "remove":
        del place[int(last)]
    else:
        place[int(last)] = correction.value
