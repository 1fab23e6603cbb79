"""What a case withholds, nobody gets back by another door: not by reactivating the account, nor by removing the program."""

from __future__ import annotations

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..resources.program import Program
from .rules.errors import HELD
from .watch import watch


@alongside(Account, enters="active")
def keep_suspended(row: Resource, state: str, work: Work) -> None:
    """A parent may suspend a subaccount and activate it again, but not where the platform suspended it (R54, R56)."""
    _refuse(row.sid, "account", work)


@alongside(Program, enters="removed")
def keep_program(row: Resource, state: str, work: Work) -> None:
    """A program that is blocked stays on record until its case is closed."""
    _refuse(row.sid, "program", work)


def _refuse(sid: str, what: str, work: Work) -> None:
    known = watch(work)
    if known.standings.get(sid) == "suspended":
        cases = ", ".join(sorted(known.holders(sid)))
        raise Problem(HELD, f"This {what} is suspended by {cases}: it comes back when the case is closed, which can be appealed", 403)
