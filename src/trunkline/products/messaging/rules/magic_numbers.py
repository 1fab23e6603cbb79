"""Test credentials: the magic numbers that make a message rehearse an outcome without being sent.

Source: Twilio's "Test Credentials" page, section "Test SMS messages". The numbers act only under test credentials,
which never charge, never change the account, never reach a phone and never call a status callback back; they refuse
MessagingServiceSid, and every resource but Messages, Calls and IncomingPhoneNumbers answers 403 with code 20008.
"""

PASSING_SENDER = "+15005550006"
"""The one From that test credentials may send from."""

SENDER_CODES: dict[str, int] = {
    "+15005550001": 21212,  # the number is invalid
    "+15005550007": 21606,  # the account does not own it, or it cannot send SMS
    "+15005550008": 21611,  # its queue of outgoing messages is full
}
"""Code for each magic From; `OTHER_SENDER_CODE` for all but these and `PASSING_SENDER`."""

OTHER_SENDER_CODE = 21606

RECIPIENT_CODES: dict[str, int] = {
    "+15005550001": 21211,  # the number is invalid
    "+15005550002": 21612,  # no route to it
    "+15005550003": 21408,  # the account may not send to its region
    "+15005550004": 21610,  # it is blocked for the account
    "+15005550009": 21614,  # it cannot receive SMS
}
"""Code for each magic To; any other To is validated as usual."""


def rehearse_message(to: str, from_: str) -> int | None:
    """Twilio code that a message under test credentials is refused with, or None where it is accepted.

    Both addresses in E.164. None says that no magic number applies, so the usual validation of To goes on. Where both
    are magic, To is judged first; the page does not say which comes first.
    """
    if (code := RECIPIENT_CODES.get(to)) is not None:
        return code
    return None if from_ == PASSING_SENDER else SENDER_CODES.get(from_, OTHER_SENDER_CODE)
