"""What passes by: sessions that are over, forgotten guesses, marks of links that are over themselves, and old invitations.

By the wall clock: whoever advances the platform's clock by a year is not signed out by it, and nobody's pause ends. The audit is a record
like others, and goes by the platform's.
"""

from __future__ import annotations

from trunkline.foundations.retention.daily import daily
from trunkline.foundations.retention.keeping import keep
from trunkline.kernel.clock import DAY
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from .resources.event import Event
from .resources.guess import Guess
from .resources.invitation import Invitation
from .resources.session import Session
from .resources.spent_token import SpentToken
from .rules.guessing import FORGOTTEN
from .visit import ABSOLUTE, IDLE
from .wall_clock import wall_clock

MARKS = 7 * DAY
"""Longer than any link or challenge lives (actions/make_console_link.py: a day)."""
INVITATIONS = 90 * DAY

keep("events", Event, 400)


@daily
async def remove_what_is_over(work: Work) -> None:
    now = wall_clock(work.platform).now()
    work.sweep(Session, Condition("seen_at", "<=", now - IDLE))  # any account: the platform tidies up
    work.sweep(Session, Condition("begun_at", "<=", now - ABSOLUTE))  # any account: the platform tidies up
    work.sweep(Guess, Condition("last", "<=", now - FORGOTTEN))  # any account: the platform tidies up
    work.sweep(SpentToken, Condition("spent_at", "<=", now - MARKS))  # any account: the platform tidies up
    work.sweep(Invitation, Condition("expires_at", "<=", now - INVITATIONS))  # any account: the platform tidies up
    await work.commit()
