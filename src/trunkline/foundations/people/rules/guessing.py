"""How long guessing is made to wait: a few attempts are free, then each wrong one doubles the pause, up to an hour.

OWASP's Authentication Cheat Sheet (account lockout) and NIST SP 800-63B-4, 3.2.2 (rate limiting). The pause concerns a person's address
(known or not, alike) and, more generously, the network address that asks.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from trunkline.kernel.clock import DAY, HOUR, SECOND

FREE_OF_PERSON = 5
FREE_OF_ADDRESS = 20
FIRST_PAUSE = 15 * SECOND
LONGEST_PAUSE = HOUR
FORGOTTEN = DAY
"""After so long without a wrong attempt, counting begins anew."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Wrong attempts up to now; none is looked at before `until`. Moments in microseconds."""

    wrong: int = 0
    last: int = 0
    until: int = 0


def pause(wrong: int, free: int) -> int:
    """Microseconds to wait after so many wrong attempts, of which `free` cost nothing."""
    if wrong < free:
        return 0
    return min(LONGEST_PAUSE, FIRST_PAUSE << min(wrong - free, 20))


def wait(tally: Tally, now: int) -> int:
    """Microseconds until an attempt is looked at; 0 for now. A clock that went back does not lock for longer than the longest pause."""
    return min(max(0, tally.until - now), LONGEST_PAUSE)


def attempted(tally: Tally, now: int, free: int) -> Tally:
    """After an attempt that is looked at, and counts as wrong until it turns out right."""
    wrong = 1 if now - tally.last >= FORGOTTEN else tally.wrong + 1
    return Tally(wrong, now, now + pause(wrong, free))


def network_of(address: str) -> str:
    """Who is counted together: one IPv4 address, or the /64 of an IPv6 address, which one customer has whole (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
