"""Refusals of calls, with Twilio's codes and words."""

from __future__ import annotations

from trunkline.kernel.errors import Problem

WORDS: dict[int, str] = {
    21201: "No 'To' number is specified",
    21205: "Url parameter is required: give Url, Twiml or ApplicationSid",
    21210: "The source phone number provided, {from_}, is not yet verified for your account",
    21212: "The source phone number provided, {from_}, is not valid: give E.164, a client or a SIP address",
    21213: "A 'From' phone number is required",
    21214: "The phone number {to} cannot be reached",
    21215: "Your account may not call {to}: its region is not enabled",
    21216: "Your account may not call {to}: it is blocked",
    21217: "Phone number {to} is not valid: give E.164, a client or a SIP address",
    21218: "ApplicationSid {application_sid} is not valid",
}


def refusal(code: int, **values: str) -> Problem:
    """The problem for a code of this list, its words filled in."""
    return Problem(code, WORDS[code].format_map(values))
