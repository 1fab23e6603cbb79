"""Somebody as they stand in the record: a phone number, e-mail address or handle, and all the ways in which it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from trunkline.foundations.trust.rules.addresses import bare_address
from trunkline.kernel.errors import invalid

GONE = "[erased]"
"""What stands where an address stood."""
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_HANDLE = re.compile(r"[^\s%]{3,254}")
_PHONE_LIKE = re.compile(r"(?:[a-z]+:)?\+?[\d ().-]{3,24}", re.IGNORECASE)
_FEWEST = 7  # digits of a number that are told apart from any other's


@dataclass(frozen=True)
class Person:
    """`address` is bare (no channel in front), as `trust.rules.addresses` has it; e-mail addresses in small letters."""

    address: str

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(self.address) is not None

    @property
    def needle(self) -> str:
        """What every spelling in the record has in common, but for case: of a number, its digits."""
        return self.address[1:] if self.is_number else self.address

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """For `like`. A database may tell letters apart by case; the record has addresses as given and in small letters."""
        if self.is_number:
            return (f"%{self.needle}%",)
        spellings = {self.needle, self.needle.replace("@", "%40")}
        return tuple(f"%{text}%" for text in sorted(spellings))

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        if self.is_number:
            # Longer numbers and SIDs hold the same digits by chance.
            return re.compile(rf"(?:\+|%2[Bb])?(?<![0-9a-f]){self.needle}(?![0-9a-f])")
        spelt = "|".join(re.escape(text) for text in (self.needle, self.needle.replace("@", "%40")))
        return re.compile(rf"(?<![\w.+-])(?:{spelt})(?![\w-])", re.IGNORECASE)

    def stands_in(self, text: str) -> bool:
        return self._anywhere.search(text) is not None

    def taken_out(self, text: str) -> str:
        return self._anywhere.sub(GONE, text)

    def is_meant(self, text: str) -> bool:
        """Whether a field that holds an address holds this person's: written in full, with a channel in front, or as at home."""
        if bare_address(text).casefold() == self.address.casefold():
            return True
        digits = re.sub(r"\D", "", text)
        return self.is_number and _PHONE_LIKE.fullmatch(text) is not None and len(digits) >= _FEWEST and self.needle.endswith(digits)


def is_other_party(text: str) -> bool:
    """Whether a field that does not hold the person's address holds a number of somebody else, such as the sender's."""
    return _PHONE_LIKE.fullmatch(text) is not None


def read_person(text: str, parameter: str = "Address") -> Person:
    """`+15551230001`, `whatsapp:+15551230001`, `ada@example.org` or a handle; 20001 for anything else."""
    address = bare_address(text)
    if "@" in address:
        address = address.lower()
    digits = address.removeprefix("+")
    if digits.isdigit() and not _NUMBER.fullmatch(address):
        raise invalid(parameter, "must be a phone number in E.164, such as +15551230001, an e-mail address or a handle")
    if not _HANDLE.fullmatch(address):
        raise invalid(parameter, "must be a phone number, an e-mail address or a handle of 3 to 254 characters without spaces")
    return Person(address)
