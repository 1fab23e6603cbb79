"""The rules of one country at one moment, in the form that a decision reads: look-ups, no dates, no files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .rows import (
    DAYS,
    AgeRow,
    AnyRow,
    ConsentOnlyRow,
    ContentRow,
    FrequencyRow,
    HolidayRow,
    HostsRow,
    HoursRow,
    OptOutWordsRow,
    RegistrationRow,
    ReminderRow,
    RevocationRow,
    SenderRow,
    StalenessRow,
)

Span = tuple[int, int]
Week = tuple[Span | None, ...]
"""Allowed minutes by day, Monday first, the eighth for holidays; None: not limited, (0, 0): closed."""


@dataclass(frozen=True, slots=True)
class OptOutWords:
    """Words of one language. `shown` finds one in capitals as listed, `asked` one in any case behind its verb."""

    language: str
    sentence: str
    words: tuple[str, ...]
    shown: re.Pattern[str]
    asked: re.Pattern[str]

    def stand_in(self, body: str, upper: str) -> bool:
        """Whether a phrase with one of the words stands in `body`; `upper` is the same in capitals."""
        # Most languages' words are nowhere in the text, and a plain search says so ten times faster than the patterns.
        places = [place for word in self.words if (place := upper.find(word)) >= 0]
        if not places:
            return False
        first = min(places) if len(body) == len(upper) else 0
        # Both are alternations of literals: linear in the text. Capitals prove nothing in a text that is all capitals.
        return (body != upper and self.shown.search(body, first) is not None) or self.asked.search(body) is not None


@dataclass(frozen=True, slots=True)
class CountryLaw:
    """What holds for recipients in a country. Tables by place use ISO 3166-2 codes; the country's own code is a place too."""

    country: str
    hours: Mapping[str, tuple[Week, ...]] = field(default_factory=dict)
    holidays: Mapping[str, tuple[HolidayRow, ...]] = field(default_factory=dict)
    content: Mapping[str, ContentRow] = field(default_factory=dict)
    ages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    frequency: Mapping[str, tuple[FrequencyRow, ...]] = field(default_factory=dict)
    consent_only: frozenset[str] = frozenset()
    first_message_days: int = 60
    reaffirm_days: int = 548
    reminder_days: int = 31
    opt_out_words: tuple[OptOutWords, ...] = ()
    senders: Mapping[str, SenderRow] = field(default_factory=dict)
    registrations: Mapping[str, RegistrationRow] = field(default_factory=dict)
    opt_out_scope: str = "sender"
    blocked_hosts: frozenset[str] = frozenset()

    def tells_to_leave(self, body: str) -> bool:
        """Whether `body` has a standard phrase of any language that says how to unsubscribe."""
        upper = body.upper()
        for words in self.opt_out_words:  # noqa: SIM110 - a generator costs as much as the search
            if words.stand_in(body, upper):
                return True
        return False

    def years(self, category: str, places: Iterable[str]) -> int:
        """The highest age limit for the category among the places, else the country's, else 18 (R42, R72)."""
        found = [self.ages[place][category] for place in places if category in self.ages.get(place, ())]
        own = self.ages.get(self.country, {}).get(category, 0) or self.ages.get("*", {}).get(category, 18)
        return max([*found, own]) if found else own

    def words_for(self, language: str) -> OptOutWords | None:
        """The words of `language`, in English where it has none; None where no pack names any."""
        base = language.partition("-")[0].lower() or "en"
        chosen = None
        for words in self.opt_out_words:
            if words.language == base:
                return words
            if words.language == "en":
                chosen = words
        return chosen


def build_law(country: str, rows: Iterable[tuple[str, AnyRow]]) -> CountryLaw:
    """The law from (jurisdiction, row) pairs in force. What a country says replaces what holds everywhere; hours add up."""
    # `*` first, so that what follows replaces it.
    ranked = sorted(rows, key=lambda pair: (len(pair[0]), pair[0]))
    weeks: dict[str, list[Week]] = {}
    holidays: dict[str, list[HolidayRow]] = {}
    content: dict[str, ContentRow] = {}
    ages: dict[str, dict[str, int]] = {}
    frequency: dict[str, list[FrequencyRow]] = {}
    consent_only: set[str] = set()
    staleness: StalenessRow | None = None
    reminder: ReminderRow | None = None
    words: dict[str, OptOutWords] = {}
    senders: dict[str, SenderRow] = {}
    registrations: dict[str, RegistrationRow] = {}
    scope = "sender"
    hosts: set[str] = set()
    for place, row in ranked:
        match row:
            case HoursRow():
                span = row.span()
                weeks.setdefault(place, []).append(tuple(span if day in row.days else None for day in DAYS))
            case HolidayRow():
                holidays.setdefault(place, []).append(row)
            case ContentRow():
                content[row.category] = row
            case AgeRow():
                ages.setdefault(place, {}).update(dict.fromkeys(row.categories, row.years))
            case FrequencyRow():
                frequency.setdefault(place, []).append(row)
            case ConsentOnlyRow():
                consent_only.update(row.intents)
            case StalenessRow():
                staleness = row
            case ReminderRow():
                reminder = row
            case OptOutWordsRow():
                words[row.language] = _compile_words(row)
            case SenderRow():
                senders.update(dict.fromkeys(row.classes, row))
            case RegistrationRow():
                registrations[row.sender_class] = row
            case RevocationRow():
                scope = row.scope
            case HostsRow():
                hosts.update(row.hosts)
    return CountryLaw(
        country=country,
        hours={place: tuple(found) for place, found in weeks.items()},
        holidays={place: tuple(found) for place, found in holidays.items()},
        content=content,
        ages=ages,
        frequency={place: tuple(found) for place, found in frequency.items()},
        consent_only=frozenset(consent_only),
        first_message_days=staleness.first_message_days if staleness else 60,
        reaffirm_days=staleness.reaffirm_days if staleness else 548,
        reminder_days=reminder.days if reminder else 31,
        opt_out_words=tuple(words.values()),
        senders=senders,
        registrations=registrations,
        opt_out_scope=scope,
        blocked_hosts=frozenset(hosts),
    )


def _compile_words(row: OptOutWordsRow) -> OptOutWords:
    alternatives = "|".join(map(re.escape, sorted(row.words, key=len, reverse=True)))
    verbs = "|".join(map(re.escape, sorted(row.verbs, key=len, reverse=True))) or "reply"
    # A script without blanks between words has no word boundary either.
    edge = r"\b" if row.words[0].isascii() else ""
    shown = re.compile(rf"{edge}(?:{alternatives}){edge}")
    asked = re.compile(rf"{edge}(?:{verbs}){edge}[ \"'“«:]{{0,3}}(?:{alternatives}){edge}", re.IGNORECASE)
    return OptOutWords(row.language, row.sentence, tuple(word.upper() for word in row.words), shown, asked)
