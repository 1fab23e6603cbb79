"""Plain allowances in the fewest letters: what most messages get, and what must cost an accept next to nothing.

`stage|moment|preset|pack|basis|reference|unknown|observations|lawful|country|ground`, several one to a line. `pack` is the beginning
of the hash, `ground` what the program gives as the reference of its lawful basis, `country` the recipient's;
rules stand apart by commas, an observation as rule:mode:code (its words are in the Alert, or in an evaluation of the same message).
"""

from __future__ import annotations

from typing import Any

from ..decisions.decision import Decision, Verdict

HASH = 16
"""Hexadecimal digits kept of a rule pack's hash: 64 bits, more than tell apart all packs that one installation will ever load."""

STAGES = {"a": "accept", "d": "dispatch"}
PREFIXES = {"accept": "DA", "dispatch": "DD"}
"""A packed decision's SID: this and the digits of its message's SID."""


def is_plain(decision: Decision) -> bool:
    return decision.verdict is Verdict.ALLOW


def pack(decision: Decision, stage: str) -> str:
    """One line for a decision that is plain."""
    seen = ",".join([f"{o.rule}:{o.mode}:{o.code}" for o in decision.observations]) if decision.observations else ""
    unknown = ",".join(decision.unknown) if decision.unknown else ""
    basis, reference = decision.basis, decision.basis_reference
    begins = f"{stage[0]}|{decision.decided_at}|{decision.preset}|{decision.pack[:HASH]}|{basis}"
    return f"{begins}|{reference}|{unknown}|{seen}|{decision.lawful_basis}|{decision.country}|{decision.lawful_basis_reference}"


def unpack(text: str) -> list[dict[str, Any]]:
    """What `pack` wrote, as fields of a DecisionRecord; lines that it did not write are passed over."""
    found = []
    for line in text.splitlines():
        parts = line.split("|")
        if len(parts) != 11 or parts[0] not in STAGES or not parts[1].isdigit():
            continue
        observations = [entry.split(":") for entry in parts[7].split(",") if entry.count(":") == 2]
        found.append({
            "stage": STAGES[parts[0]],
            "verdict": Verdict.ALLOW.value,
            "decided_at": int(parts[1]),
            "preset": parts[2],
            "rule_pack": parts[3],
            "basis": parts[4] or None,
            "basis_reference": parts[5] or None,
            "lawful_basis": parts[8] or None,
            "country": parts[9] or None,
            "lawful_basis_reference": parts[10] or None,
            "unknown": parts[6].split(",") if parts[6] else [],
            "observations": [{"rule": r, "mode": m, "code": int(c)} for r, m, c in observations],
        })  # fmt: skip
    return found
