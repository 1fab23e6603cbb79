"""The codes that a message or a request about one can end with, and their words.

Facts from Twilio's error dictionary; the wording is ours.
"""

from __future__ import annotations

from trunkline.kernel.errors import Problem

REFUSALS: dict[int, tuple[int, str]] = {
    21211: (400, "The 'To' number {to} is not a valid phone number."),
    21212: (400, "The 'From' number {from_} is not a valid phone number, short code or alphanumeric sender ID."),
    21265: (400, "The 'To' number {to} cannot be a short code."),
    21266: (400, "'To' and 'From' number cannot be the same: {to}"),
    21408: (403, "Permission to send a message has not been enabled for the region indicated by the 'To' number: {to}."),
    21602: (400, "Message body is required."),
    21603: (400, "A 'From' phone number is required."),
    21604: (400, "A 'To' phone number is required."),
    21606: (400, "The 'From' phone number {from_} is not a valid, message-capable phone number of this account for the destination {to}."),
    21610: (
        400,
        "Attempt to send to unsubscribed recipient {to}: it replied STOP to {from_}. It must reply START before it can be texted.",
    ),
    21611: (429, "This 'From' number {from_} has exceeded the maximum number of queued messages."),
    21612: (400, "The 'To' number {to} cannot be reached from the 'From' sender {from_} by SMS."),
    21614: (400, "The 'To' number {to} is not a valid mobile number."),
    21617: (400, "The concatenated message body exceeds the 1600 character limit."),
    21620: (400, "Invalid media URL: {to}"),
    21621: (400, "The 'From' number {from_} has not been enabled for picture messaging."),
    21623: (400, "Number of media files exceeds the allowed limit of 10."),
    21635: (400, "The 'To' number {to} is a landline, which messages to its country do not reach."),
    21659: (400, "The 'From' number {from_} is not a phone number or short code of this account for the country of {to}."),
    21660: (400, "The 'From' number {from_} belongs to another account."),
    21661: (400, "The 'From' number {from_} is not SMS-capable."),
    21701: (400, "The Messaging Service does not exist."),
    21703: (400, "The Messaging Service does not have a sender that can carry this message to {to}."),
    21704: (400, "The Messaging Service contains no senders."),
    21705: (400, "The Messaging Service is invalid: a SID that begins with MG is wanted."),
    21710: (409, "Phone Number or Short Code is already in the Messaging Service."),
    21711: (400, "The sender {from_} is not associated with the specified Messaging Service."),
    21712: (409, "Phone Number or Short Code is associated with another Messaging Service."),
    21714: (412, "Number Pool size limit reached."),
    21715: (400, "The phone number {from_} has neither SMS nor MMS capability."),
    21910: (400, "'From' and 'To' are not of the same channel: {from_} and {to}."),
    30011: (400, "Pictures cannot be sent to {to}, and the account's MMS Converter, which would send links to them, is off."),
    63007: (400, "No channel of this account has the 'From' address {from_}."),
    63031: (400, "'To' and 'From' cannot be the same channel address: {to}"),
}

OUTCOMES: dict[int, str] = {
    21701: "The Messaging Service does not exist",
    21703: "The Messaging Service does not have a phone number available to send a message",
    21408: "Permission to send has not been enabled for the region",
    21608: "The 'To' number is unverified",
    21610: "Attempt to send to unsubscribed recipient",
    30001: "Queue overflow",
    30002: "Account suspended",
    30003: "Unreachable destination handset",
    30004: "Message blocked",
    30005: "Unknown destination handset",
    30006: "Landline or unreachable carrier",
    30007: "Message filtered",
    30008: "Unknown error",
    30011: "MMS not supported by the receiving phone number in this region",
    30036: "Validity period expired",
    63016: "Outside the channel's conversation window: an approved template is needed",
    63024: "Invalid message recipient",
    63033: "The recipient has blocked the sender",
    11200: "A media URL could not be fetched",
    12300: "A media URL has a content type that is not accepted",
    11751: "A media URL's content is too large",
}


def refusal(code: int, *, to: str = "", from_: str = "") -> Problem:
    status, words = REFUSALS[code]
    return Problem(code, words.format(to=to, from_=from_), status)


def outcome(code: int, words: str = "") -> str:
    """The `error_message` of a message that ended with this code; `words` where the code is none of Twilio's."""
    return OUTCOMES.get(code) or words or "Carrier error"
