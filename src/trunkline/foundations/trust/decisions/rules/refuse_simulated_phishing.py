"""Security tests by simulated phishing are not sent (R50)."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule


def _check(case: Case) -> Finding | None:
    program = case.facts.program
    if program is not None and program.simulated_phishing:
        return Finding("The program is for simulated phishing.", "Use another channel for security tests.")
    if not case.facts.scan:
        return None
    signals = case.signals
    # An unread text was named by the rule on harmful content already.
    if signals is None:
        return None
    hosts = [link.host for link in signals.links if link.simulator]
    if not hosts and not signals.simulation:
        return None
    found = (("hosts", " ".join(hosts)), ("features", " ".join(signals.simulation)))
    return Finding("The text is a simulated phishing message.", "Use another channel for security tests.", signals=found)


RULE = Rule(
    id="simulated-phishing",
    clause="R50: messages that are used for security testing, including simulated phishing",
    code=30007,
    alert_code=99113,
    check=_check,
    modes=(Mode.OBSERVE, Mode.BLOCK, Mode.BLOCK),
    asynchronous=True,
)
