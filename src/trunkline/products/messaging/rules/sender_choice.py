"""Which sender of a Messaging Service's pool carries a text, and why: pure, from the pool, the text and what is known of the recipient.

In this order, as Twilio's Messaging Services do ("Sender selection", "Sticky Sender", "Area Code Geomatch", "Scaler", and its articles on
Geomatch and on Sticky Sender mappings): who cannot carry the text is passed over; the sender that the recipient knows goes on, unless it
is foreign and a local one has come; then the best class of sender (short code, name, number of the recipient's country, number of the
United States, any other); in North America the recipient's own area code, then one of its city, then of its state; and of what is left
the sender with the least to do, by its rate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from trunkline.foundations.numbering.nanp_places import place_of, prefixes_in

from .addresses import Address, AddressKind, Channel
from .sender_rights import ALPHANUMERIC_REFUSED

NO_SENDER = 21703
"""The pool has senders, and none of them can carry this text."""
QUEUES_FULL = 30001

MMS_COUNTRIES = frozenset({"US", "CA", "AU"})
"""Countries in which Twilio delivers pictures as such (its MMS guidelines)."""
TOLL_FREE_REACH = frozenset({"US", "CA", "PR", "VI", "GU", "AS", "MP"})
"""Countries that North American toll-free numbers text to."""
NANP_COUNTRIES = frozenset({"US", "CA"})
"""Countries in which an area code says where somebody lives."""


class SenderType(StrEnum):
    """Sort of sender, as far as rates and rights depend on it."""

    LONG_CODE = "long_code"
    TOLL_FREE = "toll_free"
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Sender:
    """One of a pool. `country` is ISO 3166-1 alpha-2, "" for a sender of no country; for a name it is the only one it is for."""

    address: str
    type: SenderType
    country: str = ""
    sms: bool = True
    mms: bool = False
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What has to be carried. `sticky` is the sender that the recipient knows, "" for none; `tried` have failed with this very text;
    the queues of those in `full` take no more.

    `load` says how much a sender has to do already, in any unit that compares; a sender that it does not name has nothing to do.
    """

    to: Address
    media: bool = False
    convert_media: bool = True
    sticky: str = ""
    geomatch: bool = True
    load: Mapping[str, float] = field(default_factory=dict)
    tried: frozenset[str] = frozenset()
    full: frozenset[str] = frozenset()


class Rank(IntEnum):
    """Classes of sender for one recipient, the best first."""

    SHORT_CODE = 0
    NAME = 1
    LOCAL = 2
    UNITED_STATES = 3
    FOREIGN = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """`sender` is None when nobody can carry the text. `reasons` say, in order, what decided. `passed` has who was passed over, and why.

    `media_as_links`: pictures cannot go as such, and their addresses go in the text. `code` is what a text without a sender fails with.
    """

    sender: Sender | None
    reasons: tuple[str, ...]
    passed: tuple[tuple[str, str], ...] = ()
    media_as_links: bool = False
    code: int = 0


def choose_sender(pool: Sequence[Sender], wish: Wish) -> Choice:
    """The sender for one text. The same pool and wish give the same choice."""
    able, passed = _able(pool, wish, media=wish.media)
    as_links = False
    if wish.media and not able and wish.convert_media and wish.to.channel is None:
        as_links = True
        able, passed = _able(pool, wish, media=False)
    if not able:
        full = any(why == _FULL for _, why in passed)
        reason = "the queues of all who could carry this text are full" if full else "no sender of the pool can carry this text"
        return Choice(None, (reason,), passed, code=QUEUES_FULL if full else NO_SENDER)
    reasons = ["pictures cannot be sent there: their links go in the text"] if as_links else []
    if (known := _sticky(able, wish)) is not None:
        return Choice(known, (*reasons, "the sender that the recipient knows"), passed, as_links)
    ranked = [(_rank(one, wish.to), one) for one in able]
    best = min(rank for rank, _ in ranked)
    rest = [one for rank, one in ranked if rank is best]
    reasons.append(_RANKS[best])
    if len(rest) < len(able):
        passed += tuple((one.address, _AFTER[rank]) for rank, one in ranked if rank is not best)
    if best is Rank.NAME and (own := [one for one in rest if one.country]):
        passed += tuple((one.address, "a name for this country is there") for one in rest if not one.country)
        rest = own
        reasons.append("the name for this country")
    if best in (Rank.LOCAL, Rank.UNITED_STATES) and wish.geomatch and wish.to.country in NANP_COUNTRIES:
        rest, reason = _near(rest, wish.to.value)
        reasons += [reason] if reason else []
    if len(rest) > 1:
        reasons.append("the one with the least to do")
    return Choice(min(rest, key=lambda one: wish.load.get(one.address, 0.0)), tuple(reasons), passed, as_links)


_RANKS = {
    Rank.SHORT_CODE: "a short code of the recipient's country",
    Rank.NAME: "a name, which this country takes",
    Rank.LOCAL: "a number of the recipient's country",
    Rank.UNITED_STATES: "a number of the United States, for want of a local one",
    Rank.FOREIGN: "a number of another country, for want of a better one",
}
_AFTER = {rank: f"comes after: {words}" for rank, words in _RANKS.items()}
_FULL = "its queue is full"


def _able(pool: Sequence[Sender], wish: Wish, *, media: bool) -> tuple[list[Sender], tuple[tuple[str, str], ...]]:
    able: list[Sender] = []
    passed: list[tuple[str, str]] = []
    for one in pool:
        if (why := unfit(one, wish, media=media)) is None:
            able.append(one)
        else:
            passed.append((one.address, why))
    return able, tuple(passed)


def unfit(sender: Sender, wish: Wish, *, media: bool) -> str | None:
    """Why this sender cannot carry the text, or None."""
    to, address = wish.to, sender.address
    if sender.channel is not to.channel:
        return "of another channel"
    if address == to.value:
        return "it is the recipient itself"
    if address in wish.tried:
        return "it has failed with this text"
    why = None if to.kind is AddressKind.CHANNEL else _unfit_for(sender, to.country or "", media)
    return why if why is not None or address not in wish.full else _FULL


def _unfit_for(sender: Sender, country: str, media: bool) -> str | None:
    if sender.type is SenderType.LONG_CODE and not media:  # most of most pools
        return None if sender.sms else "it sends no texts"
    if sender.type is SenderType.ALPHANUMERIC:
        if media:
            return "a name sends no pictures"
        if country in ALPHANUMERIC_REFUSED:
            return "the recipient's country takes no names"
        return None if sender.country in ("", country) else f"a name for {sender.country} only"
    if sender.type is SenderType.SHORT_CODE and sender.country != country:
        return f"a short code of {sender.country or 'no known country'} reaches nobody elsewhere"
    if sender.type is SenderType.TOLL_FREE and country not in TOLL_FREE_REACH:
        return "a toll-free number texts to North America only"
    if media and country not in MMS_COUNTRIES:
        return "no pictures go to the recipient's country"
    if media and not sender.mms:
        return "it sends no pictures"
    return None if media or sender.sms else "it sends no texts"


def _rank(sender: Sender, to: Address) -> Rank:
    if sender.type is SenderType.SHORT_CODE:
        return Rank.SHORT_CODE
    if sender.type is SenderType.ALPHANUMERIC:
        return Rank.NAME
    if sender.country == (to.country or "") or sender.type is SenderType.CHANNEL:
        return Rank.LOCAL
    return Rank.UNITED_STATES if sender.country == "US" else Rank.FOREIGN


def _sticky(able: Sequence[Sender], wish: Wish) -> Sender | None:
    """The sender that the recipient knows; a foreign one gives way to a short code or number of the recipient's country."""
    known = next((one for one in able if one.address == wish.sticky), None)
    if known is None or _rank(known, wish.to) <= Rank.LOCAL:
        return known
    local = any(_rank(one, wish.to) in (Rank.SHORT_CODE, Rank.LOCAL) for one in able)
    return None if local else known


def _near(senders: Sequence[Sender], recipient: str) -> tuple[list[Sender], str]:
    """Those of the recipient's area code, else of another that serves the same city, else of one in the same state; else all."""
    if not recipient.startswith("+1"):
        return list(senders), ""
    national = recipient[2:]
    if own := _having(senders, lambda code: code == national[:3]):
        return own, f"area code {national[:3]}"
    place = place_of(national)
    if place.locality is not None:
        overlay = {p[:3] for p in prefixes_in(place.locality) if place_of(p).region == place.region}
        if found := _having(senders, overlay.__contains__):
            return found, f"an area code of {place.locality}"
    if place.region is not None and (found := _having(senders, lambda code: place_of(code).region == place.region)):
        return found, f"an area code of {place.region}"
    return list(senders), ""


def _having(senders: Sequence[Sender], fits: Callable[[str], bool]) -> list[Sender]:
    return [one for one in senders if one.type is SenderType.LONG_CODE and one.address.startswith("+1") and fits(one.address[2:5])]
