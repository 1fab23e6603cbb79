"""Whether a program says of itself that it sends simulated phishing, which is refused as it is registered (R50)."""

from __future__ import annotations

import re

from ...content.examination import examine

# At most one word stands between the two; every part is bounded, so the cost is linear in the text.
_TEST = r"(?:tests?|testing|simulations?|simulators?|drills?|exercises?|assessments?|lures?)"
_DECLARED = (
    re.compile(rf"\b(?:phish|smish)ing[ -]{{1,3}}(?:\w{{1,20}}[ -]{{1,3}})?{_TEST}\b"),
    re.compile(r"\b(?:simulated?|simulating|mock|fake|sham|practice)[ -]{1,3}(?:\w{1,20}[ -]{1,3})?(?:phish|smish)"),
    re.compile(rf"\bsocial engineering[ -]{{1,3}}(?:\w{{1,20}}[ -]{{1,3}})?{_TEST}\b"),
)


def declares_security_test(text: str) -> str:
    """The words that say so; "" for none. Warnings of phishing, and its prevention, are no tests."""
    lowered = text.casefold()
    for pattern in _DECLARED:
        if found := pattern.search(lowered):
            return found[0]
    simulation = examine(text).simulation if text else ()
    return simulation[0].partition(":")[2] if simulation else ""
