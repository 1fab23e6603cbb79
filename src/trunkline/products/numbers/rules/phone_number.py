"""How phone numbers are written for people, and in part."""

from __future__ import annotations

import re

from trunkline.foundations.numbering.e164 import SEPARATORS

_PART = re.compile(r"\+?[0-9*]{1,15}").fullmatch
SHORT_CODE = re.compile(r"[0-9]{3,8}").fullmatch


def for_people(e164: str) -> str:
    """North American numbers spelled out, "(415) 555-2671", all others in E.164, as Twilio names a number by itself."""
    if e164.startswith("+1") and len(e164) == 12:
        return f"({e164[2:5]}) {e164[5:8]}-{e164[8:]}"
    return e164


def partial_pattern(text: str) -> str:
    """A part of a number, `*` being any one digit, as a pattern of the database; a leading + ties it to the beginning."""
    bare = text.strip().translate(SEPARATORS)
    if _PART(bare) is None:
        raise ValueError("must be a phone number or a part of one, with * for any digit")
    return ("" if bare.startswith("+") else "%") + bare.replace("*", "_") + "%"
