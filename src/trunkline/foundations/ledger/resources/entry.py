"""One booking: an amount that leaves one ledger account and enters another, so that every sum over the ledger is zero by construction.

Entries are added and never changed (but for `folded`, which says that the totals have them); a mistake is made good by an entry that
goes the other way.
"""

from __future__ import annotations

from typing import Annotated

from trunkline.kernel.fields import Moment, Privacy, Sid, Word, choice
from trunkline.kernel.ports import Condition, Index
from trunkline.kernel.resource import Resource

# A tenant's ledger accounts. `prepaid` is what it has with us, `revenue` what it paid for use, `cash` what it brought in or was given,
# `carriage` what its traffic cost us, and `payable` what we owe carriers for that.
LEDGER_ACCOUNTS = choice("prepaid", "revenue", "cash", "carriage", "payable")
UNFOLDED = Condition("folded", "absent", True)


class Entry(Resource, sid="LE", indexes=[Index(("account_sid", "sid"), only=UNFOLDED)], clustered=True):
    """`amount` is in micros of `currency` and never negative. `cause_sid` is what it was booked for.

    `category` is the usage category that it counts towards ("" for none), with `count` events and `usage` billed units; both are
    negative in an entry that reverses another, whose SID is then in `reverses`. Its moment is `date_created`.
    """

    cause_sid: Sid
    debit: Annotated[str, LEDGER_ACCOUNTS, Privacy.KEEP]
    credit: Annotated[str, LEDGER_ACCOUNTS, Privacy.KEEP]
    amount: int
    currency: Word
    category: Word = ""
    count: int = 0
    usage: int = 0
    reverses: Annotated[Sid | None, Privacy.KEEP] = None
    folded: Moment | None = None

    @property
    def price(self) -> int:
        """What it adds to the price of its category: the amount, if it was taken from the tenant; micros."""
        return (self.debit == "prepaid") * self.amount - (self.credit == "prepaid") * self.amount
