"""What is refused at the door: a program for security tests; and, by whatever door, what a case withholds."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..resources.program import Program
from .rules.errors import HELD
from .rules.security_tests import declares_security_test
from .watch import watch

SIMULATED_PHISHING = 99113


@alongside(Account, enters="active")
def keep_suspended(row: Resource, state: str, work: Work) -> None:
    """A parent may suspend a subaccount and activate it again, but not where the platform suspended it (R54, R56)."""
    _refuse(row.sid, "account", work)


@alongside(Program, enters="removed")
def keep_program(row: Resource, state: str, work: Work) -> None:
    """A program that is blocked stays on record until its case is closed."""
    _refuse(row.sid, "program", work)


@alongside(Program, enters="active active+changed")
def refuse_security_tests(row: Resource, state: str, work: Work) -> None:
    """99113 for a program that says of itself that it is for simulated phishing (R50)."""
    assert isinstance(row, Program)
    for text in (row.name, row.opt_in_wording, row.confirmation_text, row.help_text):
        if words := declares_security_test(text):
            told = f"The program speaks of {words!r}: security tests by simulated phishing are not sent; use another channel for them"
            raise Problem(SIMULATED_PHISHING, told, 400)


def _refuse(sid: str, what: str, work: Work) -> None:
    known = watch(work)
    if known.standings.get(sid) == "suspended":
        cases = ", ".join(sorted(known.holders(sid)))
        raise Problem(HELD, f"This {what} is suspended by {cases}: it comes back when the case is closed, which can be appealed", 403)
