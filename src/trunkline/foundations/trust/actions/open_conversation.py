"""An inbound message is consent, and proof of consent, for the conversation that it opens, and for nothing else."""

from __future__ import annotations

from trunkline.kernel.clock import DAY
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..resources.consent import Consent
from ..rules.addresses import bare_address, split_address
from .digest_recipient import digest_recipient
from .look_up import program_of_sender
from .recipient_ledger import forget_ledger
from .seal_version import open_record

WINDOW = DAY
"""How long a conversation stays open after the last inbound message (WhatsApp's rule, and the usual one)."""


async def open_conversation(
    work: Work, account_sid: str, recipient: str, sender: str, message_sid: str, *, window: int = WINDOW
) -> Consent:
    """Stage that `recipient` (who wrote) may be answered from `sender` for `window` microseconds, or longer where that is so already.

    Both are wire addresses. A conversation that is open is only prolonged; after its end a new message opens a new one, with its own proof.
    """
    digest = digest_recipient(work, account_sid, recipient)
    open_one = await work.find(
        Consent,
        Condition("window_until", ">", work.now),
        recipient_digest=digest,
        account_sid=account_sid,
        basis="conversation",
        status="live",
        sender=sender,
    )
    until = work.now + window
    if open_one is not None:
        forget_ledger(work, digest)
        return work.set(open_one, window_until=max(until, open_one.window_until or 0), last_message_sid=message_sid)
    program = await program_of_sender(work, account_sid, sender)
    consent = Consent(
        account_sid=account_sid,
        brand_sid=program.brand_sid if program else "",
        program_sid=program.sid if program else "",
        channel=split_address(recipient)[0] or "sms",
        recipient=bare_address(recipient),
        recipient_digest=digest,
        basis="conversation",
        sender=sender,
        method="inbound-message",
        message_sid=message_sid,
        captured_at=work.now,
        last_affirmed_at=work.now,
        window_until=until,
        last_message_sid=message_sid,
    )
    return open_record(consent, "live", work)
