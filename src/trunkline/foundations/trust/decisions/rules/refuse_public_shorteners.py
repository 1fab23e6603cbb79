"""Links of public shorteners hide where they lead, and carriers filter them."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule


def _check(case: Case) -> Finding | None:
    signals = case.signals if case.facts.scan else None
    if signals is None or not signals.links:
        return None
    hosts = sorted({link.host for link in signals.links if link.shortener})
    if not hosts:
        return None
    return Finding(
        f"The text links through a public shortener: {', '.join(hosts)}.",
        "Use a domain of your own.",
        signals=(("hosts", " ".join(hosts)),),
    )


RULE = Rule(
    id="public-shortener",
    clause="30892: public link shorteners; R47",
    code=30007,
    alert_code=99114,
    check=_check,
    modes=(Mode.OFF, Mode.WARN, Mode.BLOCK),
    asynchronous=True,
)
