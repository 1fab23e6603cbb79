"""A number that was bought is paid for by the month, in advance, from the day on which it was bought (Twilio, "Phone number pricing").

Numbers that the operator gave an account (`provision_number`) are not rented from anybody, and cost nothing.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from typing import Any

from trunkline.foundations.ledger.actions.book_entry import book_use
from trunkline.foundations.ledger.prices.price_list import NUMBER_TYPES, prices_of
from trunkline.kernel.clock import from_datetime, to_datetime
from trunkline.kernel.reactions import alongside, task
from trunkline.kernel.work import Work

from .resources.incoming_phone_number import IncomingPhoneNumber

_CATEGORIES = {"local": "phonenumbers-local", "mobile": "phonenumbers-mobile", "toll_free": "phonenumbers-tollfree"}


@alongside(IncomingPhoneNumber, enters="created")
def charge_first_month(number: Any, state: str, work: Work) -> None:
    if work.caller is not None:
        _charge(number, 0, work)


@task(attempts=20, cap=3600)
async def charge_month(work: Work, sid: str, month: int) -> None:
    """A month of a number that is still held; one that was released is paid for no longer."""
    number = await work.fetch(IncomingPhoneNumber, sid)  # any account: our own job names the row
    if number is not None:
        _charge(number, month, work)


def _charge(number: IncomingPhoneNumber, month: int, work: Work) -> None:
    """Stage the charge of a month, counted from 0, and the job for the next."""
    prices, today = prices_of(work), to_datetime(work.now).date()
    word = number.type.replace("_", " ")
    book_use(
        work,
        account_sid=number.account_sid,
        cause_sid=number.sid,
        category=_CATEGORIES.get(number.type, "phonenumbers"),
        amount=prices.number_price(number.country, word if word in NUMBER_TYPES else "local", today),
        currency=prices.currency,
        purpose=f"month {month}",
    )
    due = from_datetime(months_after(to_datetime(number.date_created), month + 1))
    work.enqueue(charge_month, delay=max(0, due - work.now), sid=number.sid, month=month + 1)


def months_after(moment: datetime, months: int) -> datetime:
    """The same day and time so many months later; the last day of a month that is too short."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
