"""What a carrier sends: receipts, texts, parts of texts. Each is on disk before it is acknowledged."""

from __future__ import annotations

import logging

from trunkline.foundations.accounts.family import family_of
from trunkline.foundations.numbering.e164 import to_e164
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Duplicate, Problem, Stale
from trunkline.kernel.platform import Platform
from trunkline.kernel.reactions import task
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.receive_message import receive_message
from trunkline.products.numbers.actions.find_destination import find_destination

from ..actions.keep_fragment import keep_fragment, settle_fragments, text_of, waiting_with
from ..actions.record_receipt import Heard, find_remote, plan_match, record_receipt
from ..protocol import receipts, statuses, tags
from ..protocol.pdus import DataMessage, ShortMessage
from ..protocol.receipts import read_receipt
from ..resources.fragment import Fragment
from ..resources.remote_message import RemoteMessage
from ..rules.addresses import read_address
from ..rules.alphabets import Alphabet, alphabet_of
from ..rules.incoming import Content, read_content
from ..rules.message_ids import receipt_keys
from ..rules.outcomes import receipt_code
from ..turns import Turns
from .settings import SmppSettings

log = logging.getLogger("trunkline.smpp")


class Receiving:
    """`recent`: rows of messages that were accepted a moment ago, by their key: they may not be on disk yet."""

    def __init__(self, platform: Platform, settings: SmppSettings, owner: str = "") -> None:
        self.platform, self.settings, self.owner = platform, settings, owner
        self.recent: dict[str, RemoteMessage] = {}
        self.unmatched = self.receipts = self.texts = 0
        self._turns = Turns()

    async def take(self, pdu: ShortMessage | DataMessage) -> int:
        """Put it on disk; the status with which to answer."""
        try:
            content = read_content(pdu, self.settings.default_alphabet)
            kind = pdu.esm_class & receipts.TYPE
            if self._is_receipt(pdu, content):
                return await self._receipt(pdu, content)
            if kind in (receipts.SME_DELIVERY, receipts.SME_MANUAL, receipts.CONVERSATION_ABORT):
                return statuses.ROK  # what another ESME acknowledges was never asked for
            return await self._text(pdu, content)
        except Exception:
            # Not on disk, so not acknowledged: the carrier sends it again.
            log.exception("%s: what it sent could not be stored", self.settings.name)
            return statuses.RX_T_APPN

    def _is_receipt(self, pdu: ShortMessage | DataMessage, content: Content) -> bool:
        if pdu.esm_class & receipts.TYPE in (receipts.RECEIPT, receipts.INTERMEDIATE):
            return True
        if tags.RECEIPTED_MESSAGE_ID in pdu.tlvs and tags.MESSAGE_STATE in pdu.tlvs:
            return True
        return self.settings.unmarked_receipts and receipts.looks_like_receipt(receipt_text(content, self.settings.default_alphabet))

    async def _receipt(self, pdu: ShortMessage | DataMessage, content: Content) -> int:
        settings = self.settings
        self.receipts += 1
        read = read_receipt(receipt_text(content, settings.default_alphabet), pdu.tlvs, pdu.esm_class)
        if read is None:
            log.warning("%s: a receipt that names no message or no state is acknowledged and dropped", settings.name)
            return statuses.ROK
        if not read.final:
            return statuses.ROK
        code = 0 if read.state == receipts.DELIVERED else receipt_code(read, settings.errors)
        heard = Heard(settings.name, receipt_keys(read.message_id, settings.message_ids), code, (pdu.source, pdu.destination))
        async with self._turns.of(heard.keys[0]):  # of two receipts that contradict each other, the one that came first counts
            await self._keep_receipt(heard)
        return statuses.ROK

    async def _keep_receipt(self, heard: Heard) -> None:
        work = self.platform.work()
        remote = self.recent.get(heard.keys[0]) or await find_remote(work, heard)
        if remote is not None:
            try:
                await record_receipt(work, heard, remote)
                return
            except (Stale, Duplicate):
                work = self.platform.work()  # the message changes under our hands: later, then
        else:
            self.unmatched += 1
        plan_match(work, heard)
        await work.commit()

    # Texts

    async def _text(self, pdu: ShortMessage | DataMessage, content: Content) -> int:
        settings, self.texts = self.settings, self.texts + 1
        source = read_address(pdu.source_ton, pdu.source, settings.country_code)
        destination = read_address(pdu.destination_ton, pdu.destination, settings.country_code)
        if content.place is None:
            work = self.platform.work()
            text = content.text(settings.default_alphabet)
            return statuses.ROK if await receive(work, settings.name, self.owner, source, destination, text) else statuses.RX_R_APPN
        place = content.place
        async with self._turns.of((source, destination, place.reference, place.total)):
            work = self.platform.work()
            kept = await keep_fragment(work, settings.name, self.owner, source, destination, content, {})
            if kept.repeated:
                return statuses.ROK
            if kept.begins:
                wait = int(settings.join_after * SECOND)
                work.enqueue(receive_fragments, delay=wait, fragment_sid=kept.fragment.sid, alphabet=str(settings.default_alphabet))
            if kept.leftover:
                await _stage_text(work, settings.name, self.owner, source, destination, text_of(kept.leftover, settings.default_alphabet))
            if kept.complete:
                await _stage_text(work, settings.name, self.owner, source, destination, text_of(kept.complete, settings.default_alphabet))
            await work.commit()
        return statuses.ROK


def receipt_text(content: Content, default: Alphabet) -> str:
    """Carriers write receipts in ASCII, whatever their alphabet for texts is: an id may hold an underscore, which GSM has elsewhere."""
    alphabet = alphabet_of(content.data_coding, default)
    return content.octets.decode("latin-1") if alphabet is not Alphabet.UCS2 else content.text(default)


async def _stage_text(work: Work, carrier: str, owner: str, source: str, destination: str, text: str) -> bool:
    """False when nobody has the number, or not `owner` nor a subaccount of it: an account's carrier writes to nobody else."""
    to = to_e164(destination) or destination
    held = await find_destination(work, to)
    if held is not None and owner and owner not in await family_of(work, held.account_sid):
        log.warning("%s: a text to a number of another account is dropped", carrier)
        return False
    try:
        await receive_message(work, from_=source, to=to, body=text)
    except Problem as why:
        log.warning("%s: a text that came in is dropped: %d", carrier, why.code)
        return False
    return True


async def receive(work: Work, carrier: str, owner: str, source: str, destination: str, text: str) -> bool:
    """Commit a text that came in; False when nobody here has the number."""
    if not await _stage_text(work, carrier, owner, source, destination, text):
        return False
    await work.commit()
    return True


@task(attempts=12)
async def receive_fragments(work: Work, fragment_sid: str, alphabet: str) -> None:
    """The other parts have not come in time: what there is, is delivered, with gaps shown."""
    rows: list[Fragment] = await waiting_with(work, fragment_sid)
    if not rows:
        return
    settle_fragments(work, rows)
    one = rows[0]
    await _stage_text(work, one.channel, one.account_sid, one.source, one.destination, text_of(rows, Alphabet(alphabet)))
