"""Test credentials: the magic numbers that make a call rehearse an outcome without being placed.

Source: Twilio's "Test Credentials" page, section "Test calls". They act only under test credentials; such a call never
reaches a phone and never calls a status callback back.
"""

PASSING_CALLER = "+15005550006"
"""The one From that test credentials may call from."""

CALLER_CODES: dict[str, int] = {
    "+15005550001": 21212,  # the number is invalid
}
"""Code for each magic From; `OTHER_CALLER_CODE` for all but these and `PASSING_CALLER`."""

OTHER_CALLER_CODE = 21210
"""The number is not verified for the account."""

CALLEE_CODES: dict[str, int] = {
    "+15005550001": 21217,  # the number is invalid
    "+15005550002": 21214,  # no route to it
    "+15005550003": 21215,  # the account may not call its region
    "+15005550004": 21216,  # it is blocked for the account
}
"""Code for each magic To; any other To is validated as usual."""


def rehearse_call(to: str, from_: str) -> int | None:
    """Twilio code that a call under test credentials is refused with, or None where it is accepted.

    Both numbers in E.164. None says that no magic number applies, so the usual validation of To goes on. Where both
    are magic, To is judged first; the page does not say which comes first.
    """
    if (code := CALLEE_CODES.get(to)) is not None:
        return code
    return None if from_ == PASSING_CALLER else CALLER_CODES.get(from_, OTHER_CALLER_CODE)
