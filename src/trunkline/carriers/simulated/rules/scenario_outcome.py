"""What became of a scenario's texts, in a form that two replays can be compared by."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple


class Ended(NamedTuple):
    """A message as far as two replays must agree on it: no SIDs, no times."""

    direction: str
    from_: str
    to: str
    body: str
    status: str
    error_code: int


def outcome_of(messages: Iterable[Ended], arrived: int, refused: Mapping[str, int]) -> dict[str, Any]:
    """`sent` by the phones, `arrived` on them; `statuses` and `errors` (codes) of what was sent to them; `refused` by code, what a phone
    could not send; `digest` over all of it, in no order."""
    found = sorted(messages)
    outward = [m for m in found if m.direction != "inbound"]
    written = json.dumps([*found, sorted(refused.items())], ensure_ascii=False, separators=(",", ":"))
    return {
        "sent": len(found) - len(outward),
        "arrived": arrived,
        "statuses": dict(sorted(Counter(m.status for m in outward).items())),
        "errors": dict(sorted(Counter(str(m.error_code) for m in outward if m.error_code).items())),
        "refused": dict(sorted(refused.items())),
        "digest": f"sha256:{sha256(written.encode()).hexdigest()}",
    }


def differences(expected: Mapping[str, Any], outcome: Mapping[str, Any], at: str = "") -> list[str]:
    """Where the outcome is not as expected; what is not expected may be anything. A count that is not there is 0."""
    found: list[str] = []
    for name, value in expected.items():
        place, seen = f"{at}{name}", outcome.get(name)
        if isinstance(value, Mapping):
            found += differences(value, seen if isinstance(seen, Mapping) else {}, f"{place}.")
        elif seen != value and not (seen is None and value == 0):
            found.append(f"{place} is {json.dumps(0 if seen is None else seen)} and not {json.dumps(value)}")
    return found
