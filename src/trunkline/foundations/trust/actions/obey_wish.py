"""An inbound text that stops, starts or asks: what it brings about, and what is answered. Every channel's inbound messages come here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from trunkline.foundations.retention.expiry import plan_removal
from trunkline.kernel.work import Work

from ..decisions.presets import Preset
from ..keywords import Handler, Keyword, KeywordAction, handler_of, network_obeys, read_keyword, sender_class
from ..resources.observed_wish import KEPT, ObservedWish
from ..resources.opt_out import OptOut
from ..resources.opt_out_settings import OptOutSettings
from ..rules.opt_out_types import configured_keyword
from ..spelling import spell
from ..wishes.grammar import own_grammar
from ..wishes.read_wish import Wish, read_wish
from .digest_recipient import digest_recipient
from .opt_out import find_opt_out, opt_in, opt_out
from .reach_of_stop import country_of_recipient, reach_of_stop
from .settle_contradictions import Target, target_of
from .settle_terms import preset_of
from .write_reply import write_reply


@dataclass(frozen=True, slots=True)
class Inbound:
    """A text that came in: who wrote it to which of our senders, both as wire addresses."""

    account_sid: str
    recipient: str
    sender: str
    body: str
    message_sid: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text asks for, where anything. `handler` obeys it; `target` is what the sender stands for."""

    keyword: Keyword | None
    wish: Wish | None
    handler: Handler
    target: Target
    settings: OptOutSettings | None
    preset: Preset

    @property
    def opt_out_type(self) -> str:
        """Twilio's webhook parameter: told only where Advanced Opt-Out is on for the service, and for its keywords alone."""
        return self.keyword.action.value if self.keyword is not None and self.settings is not None else ""


@dataclass(frozen=True, slots=True)
class Obeyed:
    """`reply` is to be sent now. `confirmation` is to be sent once for the opt-out, and within five minutes of it."""

    action: KeywordAction | None = None
    reply: str = ""
    confirmation: str = ""
    opt_out: OptOut | None = None


_NOTHING = Obeyed()


async def read_inbound(inbound: Inbound, work: Work) -> Reading:
    """Keywords of the service where it has its own, the platform's otherwise; and, where there is none, a wish in free words.

    Under `policy` and `strict` the platform's words count beside a service's own, and everyday words among them.
    """
    target = await target_of(work, inbound.account_sid, inbound.sender)
    settings = None
    if target.service_sid:
        settings = await work.find(OptOutSettings, account_sid=inbound.account_sid, service_sid=target.service_sid, enabled=True)
    preset = await preset_of(work, inbound.account_sid)
    stricter = preset is not Preset.TWILIO
    keyword = configured_keyword(settings.keywords, inbound.body, country_of_recipient(inbound.recipient)) if settings is not None else None
    if keyword is None and (settings is None or stricter):
        keyword = read_keyword(inbound.body, everyday=stricter)
    keeps_short_codes = settings is not None or stricter
    sender = sender_class(inbound.sender)
    stop = keyword or Keyword("STOP", KeywordAction.STOP, "en")
    handler = handler_of(stop, sender, keeps_short_codes=keeps_short_codes)
    wish = None
    if keyword is None and handler is not Handler.APPLICATION:
        if not own_grammar.cache_info().currsize:
            await asyncio.to_thread(own_grammar)  # once in a process: about a second of work
        wish = read_wish(inbound.body)
    return Reading(keyword, wish, handler, target, settings, preset)


async def obey_wish(inbound: Inbound, work: Work) -> Obeyed:
    """Stage what the text brings about, in the same unit of work as the message itself: nothing that is sent later can overtake it."""
    reading = await read_inbound(inbound, work)
    if reading.handler is Handler.APPLICATION:
        return _NOTHING
    if reading.keyword is None:
        return await _obey_free_words(inbound, reading, work) if reading.wish is not None and reading.wish.clear else _NOTHING
    if reading.keyword.action is KeywordAction.STOP:
        return await _stop(inbound, reading, reading.keyword, None, work)
    if reading.keyword.action is KeywordAction.START:
        return await _start(inbound, reading, reading.keyword, work)
    stopped = await find_opt_out(work, inbound.account_sid, inbound.recipient, inbound.sender)
    if stopped is not None and handler_of(_NETWORKS_STOP, sender_class(inbound.sender)) is Handler.NETWORK:
        return Obeyed(KeywordAction.HELP)  # the network would not let the answer through
    return Obeyed(KeywordAction.HELP, await _words(inbound, reading, reading.keyword, work))


_NETWORKS_STOP = Keyword("STOP", KeywordAction.STOP, "en")


async def _stop(inbound: Inbound, reading: Reading, keyword: Keyword, score: float | None, work: Work) -> Obeyed:
    by_network = reading.handler is Handler.NETWORK and network_obeys(keyword) and score is None
    if reading.handler is Handler.NETWORK and not by_network and reading.preset is Preset.TWILIO and reading.settings is None:
        return _NOTHING  # toll-free networks know STOP alone, and Twilio leaves it at that
    before = await find_opt_out(work, inbound.account_sid, inbound.recipient, inbound.sender)
    account_sid, recipient, proof = inbound.account_sid, inbound.recipient, inbound.message_sid
    everything = spell(keyword.word) == "stopall"
    scope, name = await reach_of_stop(work, account_sid, recipient, reading.target, everything=everything)
    if by_network and scope != "sender":
        # What the network keeps is the number's own block, which only a START to that number lifts.
        await opt_out(work, account_sid, recipient, inbound.sender, keyword=keyword.word, message_sid=proof, source="network")
    row = await opt_out(work, account_sid, recipient, name, scope=scope, keyword=keyword.word, message_sid=proof, score=score)
    if row is None or before is not None or by_network:
        return Obeyed(KeywordAction.STOP, opt_out=row)
    return Obeyed(KeywordAction.STOP, confirmation=await _words(inbound, reading, keyword, work), opt_out=row)


async def _start(inbound: Inbound, reading: Reading, keyword: Keyword, work: Work) -> Obeyed:
    by_network = reading.handler is Handler.NETWORK
    if by_network and not network_obeys(keyword):
        return _NOTHING
    lifted = await opt_in(work, inbound.account_sid, inbound.recipient, inbound.sender, message_sid=inbound.message_sid)
    # YES answers many a question; only START and UNSTOP can mean nothing else.
    silent = (by_network and reading.settings is None) or not (lifted or keyword.word in ("START", "UNSTOP"))
    return Obeyed(KeywordAction.START, "" if silent else await _words(inbound, reading, keyword, work))


async def _obey_free_words(inbound: Inbound, reading: Reading, work: Work) -> Obeyed:
    """Put the wish on record; obey it but under `twilio`, whose own platform infers nothing."""
    wish = reading.wish
    assert wish is not None
    observed = ObservedWish(
        account_sid=inbound.account_sid, recipient_digest=digest_recipient(work, inbound.account_sid, inbound.recipient),
        sender=inbound.sender, message_sid=inbound.message_sid, language=wish.language, phrase=wish.phrase, score=wish.score,
        date_expires=work.now + KEPT,
    )  # fmt: skip
    obeyed = _NOTHING
    if reading.preset is not Preset.TWILIO:
        language = "en" if wish.language == "und" else wish.language
        obeyed = await _stop(inbound, reading, Keyword(wish.phrase, KeywordAction.STOP, language), wish.score, work)
        observed.obeyed, observed.opt_out_sid = True, obeyed.opt_out.sid if obeyed.opt_out is not None else ""
    work.add(observed)
    plan_removal(observed, work)
    return obeyed


async def _words(inbound: Inbound, reading: Reading, keyword: Keyword, work: Work) -> str:
    country = country_of_recipient(inbound.recipient)
    return await write_reply(keyword, reading.target.program, reading.settings, country, inbound.sender, work)
