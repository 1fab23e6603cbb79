"""A member of the operator's account with the role reviewer is one of the platform's reviewers; one who has it no more is dismissed."""

from __future__ import annotations

from trunkline.foundations.trust.enforcement.resources.reviewer import Reviewer
from trunkline.kernel.work import Work

from ..places import oldest_account
from ..resources.person import Person


async def link_reviewer(work: Work, person: Person, account_sid: str, role: str, authored_rules: list[str] | None = None) -> None:
    """Stage what the role in that account makes of the person as a reviewer. `authored_rules`: None leaves them as they are."""
    own = await oldest_account(work)
    if own is None or own.sid != account_sid:
        return
    row = await work.find(Reviewer, account_sid=own.sid, person_sid=person.sid, status="active")
    if role != "reviewer":
        if row is not None:
            work.move(row, "dismiss", active_mark=row.sid)
        return
    if row is None:
        row = await work.find(Reviewer, account_sid=own.sid, active_mark=person.email)
        if row is None:
            made = Reviewer(account_sid=own.sid, name=person.name, email=person.email, active_mark=person.email, person_sid=person.sid)
            made.authored_rules = authored_rules or []
            work.add(made, state="active")
            return
        work.change(row, person_sid=person.sid)
    if authored_rules is not None and authored_rules != row.authored_rules:
        work.change(row, authored_rules=authored_rules)


async def authored_rules_of(work: Work, person_sid: str) -> list[str] | None:
    """The rules on which this person never decides; None for no reviewer."""
    own = await oldest_account(work)
    row = await work.find(Reviewer, account_sid=own.sid, person_sid=person_sid, status="active") if own is not None else None
    return None if row is None else row.authored_rules
