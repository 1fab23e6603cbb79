"""Entries are kept for 13 months; what they come to, by day and by ledger account, for ever, so that sums stay right.

One that is not folded yet is never removed.
"""

from __future__ import annotations

from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.foundations.retention.keeping import keep
from trunkline.kernel.ports import Condition

keep("ledger_entries", Entry, 396, Condition("folded", "absent", False))
