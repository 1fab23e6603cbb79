"""What carriers take is in the books, whatever customers pay."""

from __future__ import annotations

from typing import Any

from trunkline.carriers.routing.resources.hop import Hop
from trunkline.foundations.ledger.actions.fold_entries import fold_entries
from trunkline.foundations.ledger.actions.read_totals import read_balance


async def test_each_accepted_hand_over_costs_its_price(house: Any) -> None:
    work = house.platform.work()
    message, carrier = work.sid("SM"), work.sid("CR")
    for outcome, cost, currency in (
        ("unavailable", "0.007", "USD"),
        ("submitted", "0.007", "USD"),
        ("submitted", "0.0000015", "USD"),
        ("submitted", "0.02", "EUR"),
        ("submitted", "", ""),
    ):
        work.add(
            Hop(
                account_sid=house.account_sid, message_sid=message, carrier_sid=carrier, outcome=outcome, cost=cost, currency=currency
            )
        )  # fmt: skip
    await work.commit()
    for _ in range(2):
        for name, sign in (("carriage", -1), ("payable", 1)):
            assert await read_balance(work, [house.account_sid], name, "USD") == sign * 7_002
            assert await read_balance(work, [house.account_sid], name, "EUR") == sign * 20_000
        assert await read_balance(work, [house.account_sid], "prepaid", "USD") == 100_000_000, "the customer pays by the price list"
        await fold_entries(house.platform.work())
