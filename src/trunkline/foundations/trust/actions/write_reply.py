"""What a recipient is answered to STOP, START and HELP: in the words of its service, its program, or the platform."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..keywords import Keyword, KeywordAction, default_reply, frequency_text, own_reply_text, read_keyword, reply_text
from ..resources.brand import Brand
from ..resources.opt_out_settings import OptOutSettings
from ..resources.program import Program
from ..rules.opt_out_types import configured_message
from ..spelling import spell

_OWN_TEXT = {KeywordAction.STOP: "opt_out_text", KeywordAction.START: "confirmation_text", KeywordAction.HELP: "help_text"}


async def write_reply(
    keyword: Keyword, program: Program | None, settings: OptOutSettings | None, country: str, sender: str, work: Work
) -> str:
    """A service's own text goes before a program's, and that before the platform's. `sender` is whom the recipient wrote to.

    A program's HELP has five elements whatever its own text leaves out: its name, whom to ask, how often it writes, what that costs,
    and how to leave (CTIA's handbook; R29).
    """
    if settings is not None and (text := configured_message(settings.messages, keyword, country)):
        return text
    if program is None:
        return default_reply(keyword.action, keyword.language)
    language = _language(keyword, program)
    name = await program_name(program, work)
    own = str(getattr(program, _OWN_TEXT[keyword.action]))
    if keyword.action is KeywordAction.HELP:
        return await _help(own, program, name, language, sender, work)
    if own:
        return own
    template = own_reply_text(f"{keyword.action.lower()}_program", language) or reply_text(f"{keyword.action.lower()}_program", "en")
    return template.format(program=name)


def _language(keyword: Keyword, program: Program) -> str:
    """That of the word; STOP, which is said in all languages, is answered in the program's."""
    if keyword.language == "en" and own_reply_text("stop", program.locale):
        return program.locale
    return keyword.language


async def program_name(program: Program, work: Work) -> str:
    """As the recipients know it: with its brand, unless the one's name has the other's in it."""
    brand = await work.fetch(Brand, program.brand_sid, program.account_sid)
    if brand is None or spell(brand.name) in spell(program.name):
        return program.name
    return f"{brand.name} {program.name}"


async def _help(own: str, program: Program, name: str, language: str, sender: str, work: Work) -> str:
    brand = await work.fetch(Brand, program.brand_sid, program.account_sid)
    contact = program.help_contact or (brand.website if brand is not None else "") or sender
    frequency = frequency_text(program.frequency, program.frequency_period, language)
    template = own_reply_text("help_program", language) or reply_text("help_program", "en")
    text = template.format(program=name, contact=contact, frequency=frequency)
    if not own:
        return text
    if _is_whole(own, program, contact):
        return own
    return f"{own} {text}" if len(own) + len(text) < 1600 else text


def _is_whole(own: str, program: Program, contact: str) -> bool:
    """Whether a program's own HELP text names the program, the contact, the frequency, the cost and a word to leave with."""
    words = own.replace(",", " ").replace(".", " ").replace(":", " ").split()
    leaves = any(word.isupper() and (found := read_keyword(word)) is not None and found.action is KeywordAction.STOP for word in words)
    said = own.casefold()
    often = any(sign in said for sign in ("/", "freq", "per ", "month", "week", "day", "varie")) and (
        not program.frequency or str(program.frequency) in said
    )
    return leaves and spell(program.name) in spell(own) and contact.casefold() in said and often and "rate" in said
