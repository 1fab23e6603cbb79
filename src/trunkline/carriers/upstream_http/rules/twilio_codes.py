"""What an upstream's refusal means for a message of ours: it has been accepted, so it ends with a carrier's code (30xxx).

Facts from Twilio's error dictionary.
"""

from __future__ import annotations

UNREACHABLE = frozenset({21211, 21214, 21217, 21401, 21407, 21421, 21614, 21635})
BLOCKED = frozenset({21408, 21612, 21703, 30004})
OURS = frozenset({20003, 20005, 20006, 20008, 20404, 21212, 21603, 21606, 21659, 21660, 21661, 21910})
"""Wrong credentials, a suspended account, a sender that the upstream does not know: nothing about this recipient, so others may try."""


def failure_code(code: int) -> int:
    """The code with which a message ends that an upstream refused with `code`."""
    if code in (21610, 30007) or 30000 <= code <= 30999:
        return code
    if code in UNREACHABLE:
        return 30005
    if code in BLOCKED:
        return 30004
    return 30008
