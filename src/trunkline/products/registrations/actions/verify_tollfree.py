"""A toll-free number's use is put before its reviewer, who answers by the platform's clock with a reason for each field."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.numbering.plan import LineType, line_type_of
from trunkline.foundations.trust.content.examination import examine
from trunkline.kernel.clock import DAY, SECOND
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.reactions import creates, task
from trunkline.kernel.work import Work
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber

from ..resources.tollfree_verification import TollfreeVerification
from ..rules.review import review_tollfree

TAKEN_UP_AFTER, DECIDED_AFTER = SECOND, 2 * SECOND
EDITABLE = 7 * DAY
_CATEGORIES = frozenset({
    "TWO_FACTOR_AUTHENTICATION", "ACCOUNT_NOTIFICATIONS", "CUSTOMER_CARE", "CHARITY_NONPROFIT", "DELIVERY_NOTIFICATIONS",
    "FRAUD_ALERT_MESSAGING", "EVENTS", "HIGHER_EDUCATION", "K12", "MARKETING", "POLLING_AND_VOTING_NON_POLITICAL",
    "POLITICAL_ELECTION_CAMPAIGNS", "PUBLIC_SERVICE_ANNOUNCEMENT", "SECURITY_ALERT",
})  # fmt: skip


def _check(verification: dict[str, Any]) -> None:
    if unknown := [c for c in verification["use_case_categories"] if c not in _CATEGORIES]:
        raise invalid("UseCaseCategories", f"{unknown[0]!r} is none of {', '.join(sorted(_CATEGORIES))}")
    if "@" not in verification["notification_email"]:
        raise invalid("NotificationEmail", "must be an e-mail address")


def _review(row: TollfreeVerification, work: Work) -> None:
    for delay, decide in ((TAKEN_UP_AFTER, False), (DECIDED_AFTER, True)):
        work.enqueue(review_verification, delay=delay, lane=f"review {row.sid}", sid=row.sid, decide=decide)


@creates(TollfreeVerification)
async def verify_tollfree(draft: TollfreeVerification, work: Work) -> TollfreeVerification:
    number = await work.fetch(IncomingPhoneNumber, draft.tollfree_phone_number_sid, draft.account_sid)
    if number is None or line_type_of(number.phone_number) is not LineType.TOLL_FREE:
        raise invalid("TollfreePhoneNumberSid", "must be a toll-free number of this account")
    _check(vars(draft))
    draft.tollfree_phone_number = number.phone_number
    work.add(draft, state="PENDING_REVIEW")
    _review(draft, work)
    return draft


def edit_verification(row: TollfreeVerification, changes: dict[str, Any], work: Work) -> TollfreeVerification:
    """A rejected one is mended within seven days, and reviewed again."""
    changes = {name: value for name, value in changes.items() if name != "edit_reason"}
    if row.status != "TWILIO_REJECTED":
        raise Problem(20409, f"The verification is {row.status}: only a rejected one can be edited", 409)
    if row.edit_expiration is not None and row.edit_expiration < work.now:
        raise Problem(20409, "The time in which it could be edited is over: delete it and submit a new one", 409)
    _check({**vars(row), **changes})
    empty = {"rejection_reason": None, "rejection_reasons": None, "error_code": None, "edit_allowed": None, "edit_expiration": None}
    work.move(row, "resubmit", **{**empty, **changes})
    _review(row, work)
    return row


@task()
async def review_verification(work: Work, *, sid: str, decide: bool) -> None:
    row = await work.fetch(TollfreeVerification, sid)  # any account: our own job names it
    if row is None:
        return
    if not decide:
        if row.status == "PENDING_REVIEW":
            work.move(row, "review")
        return
    if row.status != "IN_REVIEW":
        return
    faults = review_tollfree(vars(row), examine)
    if not faults:
        work.move(row, "approve")
        return
    reasons = [{"code": f.code, "reason": f.words, "fields": list(f.fields)} for f in faults]
    work.move(
        row, "reject", error_code=faults[0].code, rejection_reason=faults[0].words, rejection_reasons=reasons, edit_allowed=True,
        edit_expiration=work.now + EDITABLE,
    )  # fmt: skip
