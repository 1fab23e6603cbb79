"""Advanced Opt-Out of a service: switched on with Twilio's own words, then changed word by word and text by text."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.reactions import creates
from trunkline.kernel.work import Work

from ..keywords import KeywordAction, listed_keywords
from ..ports import SenderPools
from ..resources.opt_out_settings import OptOutSettings
from ..rules.opt_out_types import EVERYWHERE, LONGEST_MESSAGE, RESERVED
from ..spelling import spell

MOST_KEYWORDS = 100
"""Of one type in one language and country."""


def twilios_keywords() -> dict[str, list[str]]:
    """STOP.ENGLISH and its like: what a service begins with."""
    found: dict[str, list[str]] = {f"{action}.ENGLISH": [] for action in KeywordAction}
    for keyword in listed_keywords():
        if keyword.language == "en" and not keyword.everyday:
            found[f"{keyword.action}.ENGLISH"].append(keyword.word)
    return found


@creates(OptOutSettings)
async def switch_on(draft: OptOutSettings, work: Work) -> OptOutSettings:
    """20001 where the account has no such service; 409 (at commit) where it has Advanced Opt-Out already."""
    if not is_sid(draft.service_sid, "MG"):
        raise invalid("ServiceSid", "must be the SID of a messaging service (MG…)")
    pools: SenderPools | None = work.platform.ports.get(SenderPools)
    if pools is not None and not await pools.has_service(work, draft.account_sid, draft.service_sid):
        raise invalid("ServiceSid", "this account has no such messaging service")
    draft.message_types, draft.keywords = [EVERYWHERE], {EVERYWHERE: twilios_keywords()}
    return work.add(draft)


def add_message_type(row: OptOutSettings, message_type: str, work: Work) -> None:
    """Stage that a country has settings of its own; they begin as those for all."""
    if message_type in row.message_types:
        raise Problem(20409, f"{message_type} is there already", 409)
    keywords = {**row.keywords, message_type: {k: list(words) for k, words in row.keywords.get(EVERYWHERE, {}).items()}}
    work.change(row, message_types=[*row.message_types, message_type], keywords=keywords)


def drop_message_type(row: OptOutSettings, message_type: str, work: Work) -> None:
    """Stage that the country is treated as all others."""
    if message_type == EVERYWHERE:
        raise invalid("MessageType", f"{EVERYWHERE} cannot be removed: it is what holds where nothing else does")
    _require(row, message_type)
    work.change(
        row,
        message_types=[one for one in row.message_types if one != message_type],
        keywords={one: table for one, table in row.keywords.items() if one != message_type},
        messages={one: table for one, table in row.messages.items() if one != message_type},
    )


def add_keyword(row: OptOutSettings, message_type: str, keyword_type: str, keyword: str, work: Work) -> None:
    """Stage it. 409 where it is there; 20001 where the same word asks for something else."""
    _require(row, message_type)
    table = row.keywords.get(message_type, {})
    for other_type, words in table.items():
        if spell(keyword) not in map(spell, words):
            continue
        if other_type == keyword_type:
            raise Problem(20409, f"{keyword} is a keyword of {keyword_type} already", 409)
        if other_type.partition(".")[0] != keyword_type.partition(".")[0]:
            raise invalid("Keyword", f"{keyword} is a keyword of {other_type} already, and one word cannot ask for two things")
    if spell(keyword).upper() in RESERVED - {keyword_type.partition(".")[0]}:
        raise invalid("Keyword", f"{keyword} is reserved")
    words = [*table.get(keyword_type, []), keyword]
    if len(words) > MOST_KEYWORDS:
        raise invalid("Keyword", f"{keyword_type} has {MOST_KEYWORDS} keywords, and no more are kept")
    _write(row, "keywords", message_type, keyword_type, words, work)


def drop_keyword(row: OptOutSettings, message_type: str, keyword_type: str, keyword: str, work: Work) -> None:
    """Stage it. 20001 for STOP, START and HELP, 20404 for one that is not there."""
    _require(row, message_type)
    if spell(keyword).upper() in RESERVED:
        raise invalid("Keyword", "STOP, START and HELP cannot be removed")
    words = row.keywords.get(message_type, {}).get(keyword_type, [])
    kept = [word for word in words if spell(word) != spell(keyword)]
    if len(kept) == len(words):
        raise Problem(20404, f"{keyword} is no keyword of {keyword_type} for {message_type}", 404)
    _write(row, "keywords", message_type, keyword_type, kept, work)


def set_message(row: OptOutSettings, message_type: str, keyword_type: str, text: str, work: Work) -> None:
    """Stage the answer to keywords of that type; an empty one gives the platform's own back. 21617 beyond 320 characters."""
    _require(row, message_type)
    if len(text) > LONGEST_MESSAGE:
        raise Problem(21617, f"The message has {len(text)} characters, and {LONGEST_MESSAGE} at most are sent", 400)
    _write(row, "messages", message_type, keyword_type, text.strip() or None, work)


def _require(row: OptOutSettings, message_type: str) -> None:
    if message_type not in row.message_types:
        raise invalid("MessageType", f"{message_type} is not among this configuration's message types: add it first")


def _write(row: OptOutSettings, name: str, message_type: str, keyword_type: str, value: Any, work: Work) -> None:
    tables = {one: dict(table) for one, table in getattr(row, name).items()}
    table = tables.setdefault(message_type, {})
    if value:
        table[keyword_type] = value
    else:
        table.pop(keyword_type, None)
    changes: dict[str, Any] = {name: tables}
    work.change(row, **changes)
