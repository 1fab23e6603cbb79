"""The code by text that shows a sole proprietor to hold the phone that the brand names. Source: Twilio, error 30752, and "Sole Proprietor".

The registry texts it once the brand is APPROVED; the brand is UNVERIFIED until the phone answers YES, or the code, within 24 hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from trunkline.kernel.clock import DAY

REGISTRY = "+19152782000"
"""From where the registry texts."""
LIFE = DAY
MOST_SENT, WITHIN = 3, DAY
"""Codes of one brand, so that nobody's phone is filled by somebody who asks again and again; the figure is ours, Twilio gives none."""
MOST_WRONG = 5
EXPIRED = 30752
YES = frozenset({"yes", "y"})


def recent(moments: Sequence[int], now: int) -> list[int]:
    """Those of the codes sent that still count."""
    return [moment for moment in moments if now - moment < WITHIN]


def read_answer(body: str) -> Literal["yes", "other"] | str:
    """What the phone says: yes, six digits, or something else."""
    said = body.strip().strip("\"'.! ").lower()
    if said in YES:
        return "yes"
    digits = said.replace(" ", "").replace("-", "")
    return digits if len(digits) == 6 and digits.isascii() and digits.isdigit() else "other"


def invite(brand_name: str, code: str) -> str:
    name = " ".join(brand_name.split())[:40] or "A business"
    return f"{name} asks to register this phone for text messaging. If that is you, reply YES or {code} within 24 hours."
