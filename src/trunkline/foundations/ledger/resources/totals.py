"""What the entries that are folded come to: by ledger account, and by day and usage category."""

from __future__ import annotations

from trunkline.kernel.fields import Moment, Word
from trunkline.kernel.resource import Resource

MARK = "LM" + "0" * 32


class LedgerBalance(Resource, sid="LB", unique={("account_sid", "name", "currency"): 20409}):
    """One ledger account of a tenant: the sums of all that was debited and credited to it, in micros."""

    name: Word
    currency: Word
    debits: int = 0
    credits: int = 0


class UsageCounter(Resource, sid="LU", unique={("account_sid", "day", "category", "currency"): 20409}):
    """One day (of UTC, counted from 1970-01-01) of one usage category, leaves of the tree of categories only; `price` in micros."""

    day: int
    category: Word
    currency: Word
    count: int = 0
    usage: int = 0
    price: int = 0


class FoldMark(Resource, sid="LM"):
    """The only row of its kind. Every fold changes it, guarded by its version: so two folds at once cannot both count an entry, and a
    reader sees whether totals and entries belong together.
    """

    folded: int = 0
    last: Moment = 0
