"""What a carrier takes for a text is booked in the commit that records its hand-over: it is our cost, and what we owe carriers."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from trunkline.foundations.ledger.actions.book_entry import book_money
from trunkline.foundations.ledger.rules.money import MICRO
from trunkline.kernel.reactions import alongside
from trunkline.kernel.work import Work

from .resources.hop import Hop


@alongside(Hop, enters="created")
def charge_carriage(hop: Any, state: str, work: Work) -> None:
    """Each hand-over that a carrier accepted costs, a second one of the same text too; nothing where no price is known."""
    if hop.outcome != "submitted" or not hop.cost or not hop.currency:
        return
    book_money(
        work,
        account_sid=hop.account_sid,
        cause_sid=hop.message_sid,
        debit="carriage",
        credit="payable",
        amount=int((Decimal(hop.cost) * MICRO).to_integral_value(ROUND_HALF_UP)),
        currency=hop.currency,
        purpose=f"carriage {hop.sid}",
    )
