"""Texts do not link to hosts that are known to serve malware (R38). The lists are rule packs: signed, dated, reloaded while running."""

from __future__ import annotations

from ..case import Case
from ..presets import Mode
from ..rule import Finding, Rule


def _check(case: Case) -> Finding | None:
    signals = case.signals if case.facts.scan else None
    if signals is None or not signals.links:
        return None
    blocked = case.law.blocked_hosts
    if not blocked:
        return None
    found = sorted({link.host for link in signals.links if _is_below(link.host, blocked)})
    if not found:
        return None
    return Finding(
        f"The text links to a host that is known to be harmful: {', '.join(found)}.",
        "Remove the link. If the host is harmless by now, ask for a review and name the decision.",
        signals=(("categories", "malware"), ("hosts", " ".join(found))),
    )


def _is_below(host: str, blocked: frozenset[str]) -> bool:
    while host:
        if host in blocked:
            return True
        host = host.partition(".")[2]
    return False


RULE = Rule(
    id="blocked-host",
    clause="R38: malicious content, such as malware or viruses",
    code=30007,
    check=_check,
    modes=(Mode.BLOCK,) * 3,
    asynchronous=True,
)
