"""query_sm and cancel_sm: what became of a message, and that it shall not go out."""

from __future__ import annotations

from contextlib import suppress

from trunkline.kernel.errors import Problem, Stale
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.update_message import update_message
from trunkline.products.messaging.resources.message import Message

from ..protocol import commands, receipts, statuses
from ..protocol.pdus import Cancel, Pdu, Query, QueryAnswer
from ..protocol.times import write_absolute
from ..resources.smpp_credential import SmppCredential
from ..resources.submission import Submission
from ..rules.outcomes import state_of

LONGEST = 64


async def _find(work: Work, credential: SmppCredential, message_id: str) -> tuple[Message | None, Submission | None]:
    """The account's message that an id means, and the part by which it was named; a part that waits for others has no message yet."""
    if message_id.startswith(Submission.prefix):
        part = await work.fetch(Submission, message_id, credential.account_sid)
        if part is None or part.message_sid is None:
            return None, part
        return await work.fetch(Message, part.message_sid, credential.account_sid), part
    return await work.fetch(Message, message_id, credential.account_sid), None


async def answer_query(work: Work, credential: SmppCredential, pdu: Query) -> Pdu:
    """ESME_RQUERYFAIL when the account has no such message."""
    message, part = await _find(work, credential, pdu.message_id)
    command, message_id = commands.QUERY_SM | commands.RESPONSE, pdu.message_id[:LONGEST]
    if message is None or message.direction == "inbound":
        if part is None:
            return QueryAnswer(command=command, status=statuses.RQUERYFAIL, message_id=message_id)
        return QueryAnswer(command=command, message_id=message_id, message_state=receipts.ENROUTE)
    state = state_of(message.status, message.error_code)
    if state == receipts.ENROUTE:
        return QueryAnswer(command=command, message_id=message_id, message_state=state)
    return QueryAnswer(
        command=command,
        message_id=message_id,
        message_state=state,
        final_date=write_absolute(message.date_updated),
        error_code=(message.error_code or 0) % 1000 & 0xFF,
    )


async def cancel_text(work: Work, credential: SmppCredential, pdu: Cancel) -> Pdu:
    """One message by its id; ESME_RINVMSGID without one, as a cancel of all between two addresses is not served."""
    command = commands.CANCEL_SM | commands.RESPONSE
    if not pdu.message_id:
        return Pdu(command=command, status=statuses.RINVMSGID)
    message, _ = await _find(work, credential, pdu.message_id)
    if message is not None:
        with suppress(Problem, Stale):  # it is on its way, or has its end
            await update_message(message, {"status_change": "canceled"}, work)
            await work.commit()
            return Pdu(command=command)
    return Pdu(command=command, status=statuses.RCANCELFAIL)
