"""Which signals of a decision an account does not read: scores and traits that tell how near a text came to pass (R57).

Whether a rule found something, which one, and what would mend it is always told; reviewers read the signals whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from trunkline.kernel.fields import MAPPING

WITHHELD = frozenset({"phishing", "features", "evasion", "terms", "senders", "most_by_one"})
MASK = "withheld"


def show_signals(signals: Mapping[str, Any]) -> dict[str, Any]:
    """The signals by name, those that would teach evasion without their values."""
    return {name: MASK if name in WITHHELD else value for name, value in signals.items()}


SIGNALS = replace(MAPPING, write=show_signals)
"""The form of a field that keeps signals whole and shows them so."""
