"""Decisions that lie packed in their messages, as the rows that they would be; and as rows in fact, once the message is gone."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..ports import DecidedMessage
from ..resources.decision_record import DecisionRecord
from ..rule_packs import rule_packs
from ..rules.packed_decisions import PREFIXES, unpack
from .digest_recipient import digest_recipient


def age(row: DecisionRecord) -> tuple[str, str]:
    """By which decisions are ordered, packed or not: the digits of the SID, then its prefix."""
    return row.sid[2:], row.sid[:2]


def unpack_message(message: DecidedMessage, account_sid: str, work: Work) -> list[DecisionRecord]:
    """The decisions packed into a message, the latest first, as rows that were never written."""
    found = []
    packs = rule_packs(work)
    for fields in unpack(message.packed):
        fields["rule_pack"] = packs.whole_hash(fields["rule_pack"])
        row = DecisionRecord(
            sid=PREFIXES[fields["stage"]] + message.sid[2:],
            account_sid=account_sid,
            message_sid=message.sid,
            sender=message.sender,
            recipient_digest=digest_recipient(work, account_sid, message.recipient),
            date_created=fields["decided_at"],
            date_updated=fields["decided_at"],
            **fields,
        )
        found.append(row)
    return sorted(found, key=age, reverse=True)


def outlive_message(message: DecidedMessage, account_sid: str, work: Work) -> None:
    """Stage the packed decisions as rows, with SIDs of their own, for the message is being deleted: why it was sent stays on record."""
    for row in reversed(unpack_message(message, account_sid, work)):
        row.sid, row.date_created = "", 0
        work.add(row)
