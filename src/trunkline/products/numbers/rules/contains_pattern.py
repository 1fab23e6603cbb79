"""The `Contains` filter of a number search, as an expression over the digits of an E.164 number.

Source: the parameter's description in Twilio's published OpenAPI (AvailablePhoneNumbers): 2 to 16 characters, digits
and Latin letters, which stand for their keys on a telephone (ITU-T E.161), and four others: `*` any one digit, `%` any
digits, `+` at the front ties the pattern to the beginning of the number, `$` at the back to its end. Wildcards stand
at the ends of a pattern, not inside, and beside at least two plain characters. That page forbids two of the four side
by side; Twilio's own example `510555****` has them, so they are accepted.
"""

import re

_SHAPE = re.compile(r"\+?([*%]*)([0-9A-Z]*)([*%]*)\$?").fullmatch
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_WILD = {"*": r"\d", "%": r"\d*"}


class SearchError(ValueError):
    """A search that cannot be made; `code` is Twilio's error code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def contains_expression(pattern: str) -> str:
    """Expression for `DigitPattern` that a number's digits (without `+`) match. Raises SearchError 20422."""
    given = pattern.strip().upper()
    if not 2 <= len(given) <= 16:
        raise SearchError(20422, "Contains has 2 to 16 characters")
    if (found := _SHAPE(given)) is None:
        raise SearchError(20422, "Contains takes digits, letters, wildcards (* and %) at its ends, + at its front and $ at its back")
    before, plain, after = found.groups()
    if len(plain) < 2:
        raise SearchError(20422, "Contains needs two digits or letters beside its wildcards")
    middle = "".join(_WILD[mark] for mark in before) + plain.translate(_KEYS) + "".join(_WILD[mark] for mark in after)
    return ("" if given.startswith("+") else r"\d*") + middle + ("" if given.endswith("$") else r"\d*")
