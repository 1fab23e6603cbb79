"""The rows that a pack may hold. The tag `rule` is the id of the rule that reads them, so that an unknown one refuses to load.

A row may narrow its pack's dates, and may be `disputed`: sources differ, so only the preset `strict` applies it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import msgspec

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday")
_HOST = re.compile(r"(?:[^\W_A-Z](?:[^\W_A-Z]|-(?=[^\W_]))*\.)+[^\W\d_A-Z]{2,}")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)", re.ASCII)


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="rule"):
    """What every row has. `clause` names the provision, `source` where it was read if not where the pack was,
    `places` the jurisdictions it is for if not all of the pack's."""

    clause: str = ""
    source: str = ""
    places: tuple[str, ...] = ()
    effective_from: date | None = None
    effective_to: date | None = None
    disputed: bool = False

    def keys(self) -> tuple[str, ...]:
        """What only one row of a jurisdiction may settle at a time."""
        raise NotImplementedError


class HoursRow(Row, frozen=True, kw_only=True, tag="quiet-hours"):
    """Allowed local time on these days, `08:00-21:00`; `closed` bans them whole. A day with no row is not limited."""

    days: tuple[Day, ...]
    allowed: str = ""
    closed: bool = False

    def __post_init__(self) -> None:
        if self.closed == bool(self.allowed):
            raise ValueError("hours need either `allowed` or `closed`")
        if self.allowed:
            begin, end = self.span()
            if begin >= end:
                raise ValueError(f"allowed hours must end after they begin: {self.allowed!r}")
        if not self.days or len(set(self.days)) != len(self.days):
            raise ValueError("days must be named, each once")

    def span(self) -> tuple[int, int]:
        """Minutes of the day from and to (exclusive); (0, 0) for a closed day."""
        if self.closed:
            return 0, 0
        found = _SPAN.fullmatch(self.allowed)
        if found is None:
            raise ValueError(f"hours are written HH:MM-HH:MM, not {self.allowed!r}")
        begin = int(found[1]) * 60 + int(found[2])
        return begin, 1440 if found[3] is None else int(found[3]) * 60 + int(found[4])

    def keys(self) -> tuple[str, ...]:
        return self.days


class HolidayRow(Row, frozen=True, kw_only=True, tag="holiday"):
    """A legal holiday: day `day` of `month`, or its `nth` weekday (-1: the last)."""

    name: str
    month: int
    day: int = 0
    weekday: Literal["", "mon", "tue", "wed", "thu", "fri", "sat", "sun"] = ""
    nth: int = 0

    def __post_init__(self) -> None:
        fixed = self.day != 0
        if not 1 <= self.month <= 12 or fixed == bool(self.weekday) or (fixed and not 1 <= self.day <= 31):
            raise ValueError(f"holiday {self.name!r} needs month and day, or month, weekday and nth")
        if not fixed and self.nth not in (-1, 1, 2, 3, 4):
            raise ValueError(f"holiday {self.name!r}: nth is 1 to 4, or -1 for the last")

    def falls_on(self, year: int, month: int, day: int, weekday: int, month_length: int) -> bool:
        """Whether that day is it; `weekday` 0 is Monday."""
        if month != self.month:
            return False
        if self.day:
            return day == self.day
        if DAYS[weekday] != self.weekday:
            return False
        return day + 7 > month_length if self.nth == -1 else (day - 1) // 7 + 1 == self.nth

    def keys(self) -> tuple[str, ...]:
        return (self.name,)


class ContentRow(Row, frozen=True, kw_only=True, tag="country-content"):
    """A category of content there: forbidden, only from an age-gated program registered for it, or allowed."""

    category: str
    verdict: Literal["forbid", "age-gated", "allow"]

    def keys(self) -> tuple[str, ...]:
        return (self.category,)


class AgeRow(Row, frozen=True, kw_only=True, tag="age"):
    """Years that a recipient must have for content of these categories."""

    categories: tuple[str, ...]
    years: int

    def __post_init__(self) -> None:
        if not 1 <= self.years <= 30:
            raise ValueError(f"an age limit of {self.years} years cannot be right")

    def keys(self) -> tuple[str, ...]:
        return self.categories


class StalenessRow(Row, frozen=True, kw_only=True, tag="consent-stale"):
    """Days from consent to the first message, and from the last affirmation to the next, after which it must be reconfirmed."""

    first_message_days: int
    reaffirm_days: int

    def __post_init__(self) -> None:
        if self.first_message_days < 1 or self.reaffirm_days < 1:
            raise ValueError("staleness limits are days, 1 or more")

    def keys(self) -> tuple[str, ...]:
        return ("staleness",)


class ConsentOnlyRow(Row, frozen=True, kw_only=True, tag="consent"):
    """Types of message that no exemption from consent covers there."""

    intents: tuple[str, ...]

    def keys(self) -> tuple[str, ...]:
        return self.intents


class ReminderRow(Row, frozen=True, kw_only=True, tag="recurring-reminder"):
    """Days within which a recurring program must repeat the opt-out words."""

    days: int

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError("a reminder is due every 1 day or more")

    def keys(self) -> tuple[str, ...]:
        return ("reminder",)


class FrequencyRow(Row, frozen=True, kw_only=True, tag="frequency"):
    """At most `at_most` messages of these intents in any `hours` hours."""

    at_most: int
    hours: int
    intents: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.at_most < 1 or not 1 <= self.hours <= 744:
            raise ValueError("a cap is 1 message or more in 1 to 744 hours")

    def keys(self) -> tuple[str, ...]:
        return tuple(f"{intent} in {self.hours} hours" for intent in self.intents)


class OptOutWordsRow(Row, frozen=True, kw_only=True, tag="first-message"):
    """Standard opt-out words of a language, the verbs that stand before them, and the sentence that is appended (GSM-7 if it can be)."""

    language: str
    words: tuple[str, ...]
    verbs: tuple[str, ...]
    sentence: str

    def __post_init__(self) -> None:
        if not self.words or not any(word in self.sentence for word in self.words):
            raise ValueError(f"the sentence of {self.language!r} holds none of its opt-out words")

    def keys(self) -> tuple[str, ...]:
        return (self.language,)


class SenderRow(Row, frozen=True, kw_only=True, tag="sender-country"):
    """Sorts of sender that cannot send there, and the code that says so."""

    classes: tuple[Literal["long_code", "toll_free", "short_code", "alphanumeric"], ...]
    code: int

    def keys(self) -> tuple[str, ...]:
        return self.classes


class RegistrationRow(Row, frozen=True, kw_only=True, tag="registration"):
    """A sort of sender that must be registered to send there, and the code of one that is not."""

    sender_class: Literal["long_code", "toll_free", "short_code", "alphanumeric"]
    code: int

    def keys(self) -> tuple[str, ...]:
        return (self.sender_class,)


class RevocationRow(Row, frozen=True, kw_only=True, tag="opt-out"):
    """How far one STOP reaches there, at least."""

    scope: Literal["sender", "program", "brand"]

    def keys(self) -> tuple[str, ...]:
        return ("scope",)


class HostsRow(Row, frozen=True, kw_only=True, tag="blocked-host"):
    """Hosts that are known to serve malware or stolen log-in pages; what lies below them is meant too."""

    hosts: tuple[str, ...]

    def __post_init__(self) -> None:
        wrong = [host for host in self.hosts if _HOST.fullmatch(host) is None]
        if wrong or not self.hosts:
            raise ValueError(f"hosts are names such as evil.example, in small letters: {', '.join(wrong) or 'none is named'}")

    def keys(self) -> tuple[str, ...]:
        return self.hosts


AnyRow = (
    HoursRow | HolidayRow | ContentRow | AgeRow | StalenessRow | ConsentOnlyRow
    | ReminderRow | FrequencyRow | OptOutWordsRow | SenderRow | RegistrationRow | RevocationRow
    | HostsRow
)  # fmt: skip

ADDING = (HoursRow, HolidayRow, FrequencyRow, ConsentOnlyRow, HostsRow)
"""Rows that only ever add a limit; the others replace what was said before them."""

ROW_RULES: frozenset[str] = frozenset(
    {
        "quiet-hours", "holiday", "country-content", "age", "consent-stale", "consent",
        "recurring-reminder", "frequency", "first-message", "sender-country", "registration",
        "opt-out", "blocked-host",
    }
)  # fmt: skip
"""Rule ids that read rows; `holiday` is read by quiet-hours."""


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of rows. `jurisdictions` are ISO 3166-1 or 3166-2 codes, or `*` for everywhere; its dates begin and end at midnight
    in `zone`, `effective_to` exclusive."""

    id: str
    title: str
    jurisdictions: tuple[str, ...]
    effective_from: date
    effective_to: date | None = None
    source: str
    reviewed_on: date
    zone: str = "UTC"
    row: tuple[AnyRow, ...]
