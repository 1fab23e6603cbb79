"""What becomes of a text by where it goes: a phone with a behaviour, or a number that nobody holds.

Codes from Twilio's error dictionary: 30003 unreachable handset (switched off, no signal, memory full), 30004 blocked, 30005 unknown
handset, 30006 landline or unreachable carrier, 30007 filtered. A number that nobody holds is an ordinary phone that can be reached,
unless its numbering plan says otherwise: a range for fixed lines, shared cost, premium rate, voicemail or company numbers takes no
texts (30006), and a range that no plan assigns leads nowhere (30005). North America's fictional numbers, 555 as area code or
as exchange, are ordinary phones here, as they are where tests and examples live.
"""

from __future__ import annotations

from functools import lru_cache

from trunkline.foundations.numbering.plan import LineType, is_assigned, line_type_of

_BEHAVIOURS = {"no_coverage": 30003, "full_inbox": 30003, "blocked": 30004, "unassigned": 30005, "filtered": 30007}
_DEAF = frozenset({LineType.FIXED_LINE, LineType.PREMIUM_RATE, LineType.SHARED_COST, LineType.UAN, LineType.VOICEMAIL})
SLOW = 30_000  # milliseconds that a slow phone takes if it names no delay


def code_of_handset(line_type: str, behaviour: str) -> int:
    """The 30xxx with which a text to such a phone is undelivered; 0 where it arrives."""
    if behaviour in ("reachable", "slow") and line_type == "landline":
        return 30006
    return _BEHAVIOURS.get(behaviour, 0)


def delay_of_handset(behaviour: str, delay: int) -> int:
    """Microseconds that the phone itself adds; `delay` in milliseconds."""
    return (delay or (SLOW if behaviour == "slow" else 0)) * 1000


def code_of_number(e164: str) -> int:
    """The 30xxx with which a text to a number that nobody holds is undelivered; 0 where it arrives."""
    if not e164.startswith("+"):
        return 30005
    if e164.startswith("+1") and len(e164) == 12:
        # A North American plan tells nothing beyond area code and exchange, so that a few thousand answers serve for all.
        return 0 if "555" in (e164[2:5], e164[5:8]) else _judge(e164[:8] + "2345")
    return _judge(e164)


@lru_cache(maxsize=16384)
def _judge(e164: str) -> int:
    if not is_assigned(e164):
        return 30005
    return 30006 if line_type_of(e164) in _DEAF else 0
