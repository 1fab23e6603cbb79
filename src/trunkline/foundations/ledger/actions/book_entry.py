"""Stage a booking in the unit of work of what it is for, so that both are on record or neither is."""

from __future__ import annotations

from hashlib import blake2b

from trunkline.foundations.ledger.actions.fold_entries import ask_for_fold
from trunkline.foundations.ledger.resources.entry import Entry
from trunkline.kernel.ports import Insert
from trunkline.kernel.work import Work

_TABLE = Entry.table
_ORDER = "sid account_sid date_created date_updated version cause_sid debit credit amount currency category count usage reverses folded"
if _TABLE.names != tuple(_ORDER.split()):
    raise TypeError("book_use writes the columns of an entry in another order than they are declared")


def entry_sid(cause_sid: str, purpose: str = "") -> str:
    """The SID of the entry that a cause has for a purpose: a second booking of the same cannot be committed (Duplicate).

    It begins with the cause's moment, as every SID begins with one.
    """
    if not purpose:
        return "LE" + cause_sid[2:]
    return f"LE{cause_sid[2:16]}" + blake2b(f"{cause_sid} {purpose}".encode(), digest_size=9).hexdigest()


def book_use(
    work: Work,
    *,
    account_sid: str,
    cause_sid: str,
    category: str,
    amount: int,
    currency: str,
    count: int = 1,
    usage: int = 1,
    purpose: str = "",
) -> None:
    """What a tenant pays for something used: `count` events and `usage` billed units of a usage category, `amount` micros in all.

    Every message is booked, so the row is written as it lies in its table, at a third of what it costs to make an Entry first.
    """
    if amount < 0:
        raise ValueError("an amount is not negative: reverse the entry instead")
    ask_for_fold(work)
    sid, now = entry_sid(cause_sid, purpose), work.now
    row = (sid, account_sid, now, now, 1, cause_sid, "prepaid", "revenue", amount, currency, category, count, usage, None, None)
    work.operations.append(Insert(_TABLE, row))


def book_money(work: Work, *, account_sid: str, cause_sid: str, debit: str, credit: str, amount: int, currency: str, purpose: str) -> Entry:
    """Money that moves without use: a top-up (cash to prepaid), or what carriage cost us (carriage to payable)."""
    if amount < 0:
        raise ValueError("an amount is not negative: exchange debit and credit instead")
    return work.add(
        Entry(
            sid=entry_sid(cause_sid, purpose),
            account_sid=account_sid,
            cause_sid=cause_sid,
            debit=debit,
            credit=credit,
            amount=amount,
            currency=currency,
        )
    )


async def refund(work: Work, cause_sid: str, purpose: str = "") -> Entry | None:
    """Stage the reversal of what a cause was charged; None where nothing was booked. A second one cannot be committed (Duplicate)."""
    entry = await work.fetch(Entry, entry_sid(cause_sid, purpose))  # any account: the cause's own entry
    if entry is None:
        return None
    ask_for_fold(work)
    return work.add(
        Entry(
            sid=entry_sid(cause_sid, f"{purpose} reversed"),
            account_sid=entry.account_sid,
            cause_sid=cause_sid,
            debit=entry.credit,
            credit=entry.debit,
            amount=entry.amount,
            currency=entry.currency,
            category=entry.category,
            count=-entry.count,
            usage=-entry.usage,
            reverses=entry.sid,
        )
    )
