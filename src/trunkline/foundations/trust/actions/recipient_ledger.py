"""What the ledger says of one recipient, as the facts that a decision reads: consents, conversations, prior relationships."""

from __future__ import annotations

from msgspec import Struct

from trunkline.kernel.clock import DAY
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..decisions.facts import ConsentFact, ConversationFact, PriorRelationshipFact
from ..decisions.find_basis import CONVERSATION_WINDOW
from ..kept import Kept
from ..resources.consent import Consent
from .known_accounts import has_any

LONG_OVER = 30 * DAY
"""Conversations that ended longer ago say nothing about a message of today."""


class Ledger(Struct, frozen=True):
    """`asked` maps a consent's SID to the message that asked for its reconfirmation, where that is open."""

    consents: tuple[ConsentFact, ...] = ()
    conversations: tuple[ConversationFact, ...] = ()
    prior_relationships: tuple[PriorRelationshipFact, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()


_EMPTY = Ledger()


class KnownLedgers(Kept[str, Ledger]):
    """By recipient digest, which names the account too. Never kept beside other processes: a consent counts at once."""

    def __init__(self) -> None:
        super().__init__(shared_life=0)


async def ledger_of(work: Work, account_sid: str, digest: str) -> Ledger:
    if not await has_any(work, Consent, account_sid):
        return _EMPTY
    kept = _kept(work)
    found = kept.get(digest, work)
    if found is not None:
        return found
    mark = kept.mark
    # The first row is found on this thread; most strangers have none.
    if await work.find(Consent, recipient_digest=digest, account_sid=account_sid) is None:
        return kept.keep(digest, _EMPTY, mark, work)
    recent = Condition("window_until", "absent or >", work.now - LONG_OVER)
    rows = await work.select(Consent, recent, recipient_digest=digest, account_sid=account_sid, order=(("sid", True),))
    return kept.keep(digest, read_ledger(rows), mark, work)


def read_ledger(rows: list[Consent]) -> Ledger:
    """The facts that these rows are; pure."""
    consents, conversations, relationships, asked = [], [], [], []
    for row in rows:
        if row.basis == "conversation":
            if row.status == "live" and row.window_until is not None:
                began = max(row.window_until - CONVERSATION_WINDOW, row.captured_at)
                conversations.append(
                    ConversationFact(
                        sender=row.sender,
                        message_sid=row.last_message_sid or row.message_sid,
                        last_inbound_at=began,
                        window=row.window_until - began,
                    )
                )
        elif row.basis == "prior_relationship":
            relationships.append(
                PriorRelationshipFact(
                    sid=row.sid,
                    brand=row.brand_sid,
                    number_given_by_person=row.number_source == "person",
                    trigger=row.trigger_type,
                    trigger_at=row.trigger_at,
                    objected=row.status != "live",
                )
            )
        else:
            consents.append(_consent(row))
            if row.reconfirm_requested_at is not None and row.last_message_sid:
                asked.append((row.sid, row.last_message_sid))
    return Ledger(tuple(consents), tuple(conversations), tuple(relationships), tuple(asked))


def _consent(row: Consent) -> ConsentFact:
    return ConsentFact(
        sid=row.sid,
        brand=row.brand_sid,
        program=row.program_sid,
        types=frozenset(row.types),
        state=row.status,  # type: ignore[arg-type]  # the lifecycle has these four
        captured_at=row.captured_at,
        channel=row.channel,
        last_affirmed_at=row.last_affirmed_at,
        first_message_at=row.first_message_at or 0,
        awaiting_reconfirmation=row.reconfirm_requested_at is not None,
    )


def forget_ledger(work: Work, digest: str) -> None:
    """Something about this recipient is being changed in a way that no reaction hears of."""
    _kept(work).doubt(digest)


@alongside(Consent)
def _forget(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, Consent)
    _kept(work).doubt(row.recipient_digest)


def _kept(work: Work) -> KnownLedgers:
    found: KnownLedgers | None = work.platform.ports.get(KnownLedgers)
    if found is None:
        found = work.platform.ports[KnownLedgers] = KnownLedgers()
    return found
