"""End a case: cured, or overturned on appeal. What it withheld is given back, unless another case withholds it too."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ...actions.register_program import reinstate_program
from ...resources.program import Program
from ..resources.enforcement import MEASURED, Enforcement
from .give_notice import give_notice

ENDED = {"cure": "com.trunkline.compliance.cured", "overturn": "com.trunkline.compliance.overturned"}


async def close_case(work: Work, case: Enforcement, move: str, *, by: str, outcome: str) -> None:
    """Stage the end by the move `cure` or `overturn`; `by` is `automation` or a reviewer's SID, `outcome` the reasons in words."""
    measured = Condition("status", "in", MEASURED)
    others = [one for one in await work.select(Enforcement, measured, account_sid=case.account_sid) if one.sid != case.sid]
    # The case goes first: what stands watch over the account's and the programs' states looks at the cases that are left.
    work.move(case, move, closed_at=work.now, closed_by=by, outcome=outcome, due_at=None, open_mark=case.sid)
    for measure in case.measures:
        await _give_back(work, case.account_sid, measure, others)
    await give_notice(work, case, ENDED[move], automated=not by.startswith("RV"))


async def _give_back(work: Work, account_sid: str, measure: dict[str, Any], others: list[Enforcement]) -> None:
    if not measure["moved"]:
        return
    for other in others:
        for kept in other.measures:
            if kept["target"] == measure["target"] and kept["measure"] == "suspended":
                # The other case withholds it from now on, and will give it back.
                changed = [one | {"moved": True} if one is kept else one for one in other.measures]
                work.set(other, measures=changed)
                return
    if measure["target_type"] in ("account", "subaccount"):
        account = await work.fetch(Account, account_sid)  # any account: the one whose case it is
        if account is not None and account.status == "suspended":
            work.move(account, "activate")
    elif measure["target_type"] == "program":
        program = await work.fetch(Program, measure["target"], account_sid)
        if program is not None and program.status == "suspended":
            reinstate_program(program, work)
