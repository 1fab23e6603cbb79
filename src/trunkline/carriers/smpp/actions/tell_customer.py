"""Receipts and inbound texts for customers' systems, made and put where they wait for a bind."""

from __future__ import annotations

from base64 import b64encode

from trunkline.kernel.reactions import alongside, task, when
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work
from trunkline.products.messaging.resources.message import Message

from ..ports import Binds
from ..protocol import commands, receipts, tags
from ..protocol.pdus import ShortMessage
from ..protocol.receipts import write_text
from ..protocol.wire import encode
from ..resources.delivery import Delivery
from ..resources.smpp_credential import SmppCredential
from ..resources.submission import Submission
from ..rules.addresses import write_address
from ..rules.alphabets import Alphabet, encode_text, fits
from ..rules.outcomes import short_error, state_of
from ..rules.parts import Joining, write_parts

FAILURES_ONLY = 2


def wants_receipt(wanted: int, delivered: bool) -> bool:
    """Bits 0 and 1 of registered_delivery: 1 asks for the end, 2 for failures only (SMPP 3.4, section 5.2.17)."""
    return wanted & 3 == 1 or (wanted & 3 == FAILURES_ONLY and not delivered)


@alongside(Message, enters="delivered undelivered failed canceled")
def note_end(message: Resource, state: str, work: Work) -> None:
    if isinstance(message, Message) and message.submitted_by is not None:
        work.enqueue(send_receipts, lane=f"receipts {message.sid}", message_sid=message.sid)


@task(attempts=12)
async def send_receipts(work: Work, message_sid: str) -> None:
    """One for each part that asked for it."""
    message = await work.fetch(Message, message_sid)  # any account: our own job names the row
    if message is None:
        return
    rows = await work.select(Submission, message_sid=message_sid)  # any account: those of the message
    state = state_of(message.status, message.error_code)
    add_receipts(work, rows, state, message.error_code, message.body)
    await work.settle()
    wake(work, {row.credential_sid for row in rows})


def add_receipts(work: Work, rows: list[Submission], state: int, code: int | None, body: str) -> None:
    """Stage the receipts that are wanted, and that no more are owed."""
    for row in rows:
        if wants_receipt(row.wanted, state == receipts.DELIVERED):
            pdu = write_receipt(row, state, code, body, work.now)
            work.add(
                Delivery(
                    account_sid=row.account_sid,
                    credential_sid=row.credential_sid,
                    kind="receipt",
                    message_sid=row.message_sid or "",
                    pdus=[b64encode(encode(pdu)).decode()],
                )
            )
        work.sweep(Submission, sid=row.sid)


def wake(work: Work, credential_sids: set[str]) -> None:
    """Call it after the commit."""
    binds = work.platform.ports.get(Binds)
    if binds is not None:
        for sid in credential_sids:
            binds.wake(sid)


def write_receipt(row: Submission, state: int, code: int | None, body: str, now: int) -> ShortMessage:
    """Addressed as an answer: from the recipient to the sender. The text in the GSM alphabet; what has no place there becomes `?`."""
    message_id = row.message_id or row.sid
    words = write_text(message_id, state, submitted=row.date_created, done=now, error=short_error(code), body=body)
    plain = "".join(character if fits(character, Alphabet.GSM7) else "?" for character in words)
    tlvs = {tags.RECEIPTED_MESSAGE_ID: message_id.encode() + b"\0", tags.MESSAGE_STATE: bytes((state,))}
    if code:
        tlvs[tags.PLATFORM_CODE] = code.to_bytes(4, "big")
    return ShortMessage(
        command=commands.DELIVER_SM,
        source_ton=row.destination_ton,
        source_npi=row.destination_npi,
        source=row.destination,
        destination_ton=row.source_ton,
        destination_npi=row.source_npi,
        destination=row.source,
        esm_class=receipts.RECEIPT,
        text=encode_text(plain, Alphabet.GSM7)[:254],
        tlvs=tlvs,
    )


@when(Message, enters="received", attempts=12)
async def send_inbound(message: Message, work: Work) -> None:
    """A text to one of the account's numbers goes to all its systems that take inbound texts, beside the number's webhook."""
    credentials = await work.select(SmppCredential, account_sid=message.account_sid, inbound=True, enabled=True)
    if not credentials:
        return
    for credential in credentials:
        pdus = [b64encode(encode(pdu)).decode() for pdu in write_inbound(message, Alphabet(credential.default_alphabet))]
        work.add(
            Delivery(account_sid=message.account_sid, credential_sid=credential.sid, kind="message", message_sid=message.sid, pdus=pdus)
        )
    await work.settle()
    wake(work, {credential.sid for credential in credentials})


def write_inbound(message: Message, alphabet: Alphabet) -> list[ShortMessage]:
    """A long text in parts with a header. A sender that SMPP cannot write (a channel's address) is cut to what it can."""
    source, destination = _address(message.from_ or ""), _address(message.to)
    coding = {Alphabet.LATIN1: 3, Alphabet.ASCII: 1}.get(alphabet, 0)
    reference = int(message.sid[-2:], 16)
    parts = write_parts(message.body, reference, alphabet=alphabet, data_coding=coding, joining=Joining.UDH8)
    return [
        ShortMessage(
            command=commands.DELIVER_SM,
            source_ton=source[0],
            source_npi=source[1],
            source=source[2],
            destination_ton=destination[0],
            destination_npi=destination[1],
            destination=destination[2],
            esm_class=receipts.UDHI if part.header else 0,
            data_coding=part.data_coding,
            text=part.text,
            tlvs=part.tlvs,
        )
        for part in parts
    ]


def _address(address: str) -> tuple[int, int, str]:
    try:
        return write_address(address)
    except ValueError:
        return write_address("".join(c if " " <= c <= "\xff" else "?" for c in address)[-20:] or "?")
