"""Addresses of recipients and senders as the ledger keeps them: one form for a person, whatever channel they are reached on."""

from __future__ import annotations

import re

CHANNELS = ("sms", "rcs", "whatsapp", "messenger", "conversations", "email", "voice", "video", "recording", "masking")
"""What a consent may be for. `sms` covers MMS; the last three are voice and video, their recording, and masked numbers (R21)."""

_PREFIX = re.compile(r"(whatsapp|messenger|rcs|sms|email):(.+)", re.IGNORECASE)
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
_HANDLE = re.compile(r"[\w.+\-]{1,64}")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,190}")
_ALPHANUMERIC = re.compile(r"(?=[A-Za-z0-9 _&+\-]*[A-Za-z])[A-Za-z0-9 _&+\-]{1,11}")
_SERVICE = re.compile(r"MG[0-9a-f]{32}", re.IGNORECASE)
# Networks of the United States and Canada keep their own block list for these (800, 833, 844, 855, 866, 877, 888).
_TOLL_FREE = re.compile(r"\+1(800|833|844|855|866|877|888)[0-9]{7}")


def split_address(text: str) -> tuple[str, str]:
    """`whatsapp:+15551230001` as channel and address; the channel is "" where the text names none."""
    text = text.strip()
    found = _PREFIX.fullmatch(text)
    return (found[1].lower(), found[2].strip()) if found else ("", text)


def bare_address(text: str) -> str:
    """The address without its channel: what identifies the person on all of them."""
    return split_address(text)[1]


def read_recipient(text: str, channel: str) -> str:
    """The bare address of somebody who can be reached on `channel`; ValueError in words if it is none, or names another channel."""
    named, address = split_address(text)
    if named and named != channel:
        raise ValueError(f"is an address of {named}, and the channel is {channel}")
    if channel == "email":
        if not _EMAIL.fullmatch(address):
            raise ValueError("must be an e-mail address")
        return address.lower()
    if channel in ("messenger", "conversations", "video"):
        if not (_E164.fullmatch(address) or _HANDLE.fullmatch(address)):
            raise ValueError("must be a handle of letters, digits and . + - _, or a number in E.164")
        return address
    return read_number(address)


def read_number(text: str) -> str:
    """A phone number in E.164; ValueError if not."""
    if not _E164.fullmatch(text):
        raise ValueError("must be a phone number in E.164, such as +15551230001")
    return text


def read_sender(text: str) -> str:
    """A number in E.164, a short code, an alphanumeric sender ID (11 characters at most), a messaging service, or channel:address.

    ValueError if it is none of these.
    """
    channel, address = split_address(text)
    if channel:
        if not (_E164.fullmatch(address) or _HANDLE.fullmatch(address)):
            raise ValueError(f"is no address of {channel}")
        return f"{channel}:{address}"
    if _SERVICE.fullmatch(address):
        return address[:2].upper() + address[2:].lower()
    if _E164.fullmatch(address) or _SHORT_CODE.fullmatch(address) or _ALPHANUMERIC.fullmatch(address):
        return address
    raise ValueError("must be a number in E.164, a short code, an alphanumeric sender ID, a messaging service's SID or channel:address")


def network_blocks(sender: str) -> bool:
    """Whether the recipient's network keeps this sender's block list, which only a reply of START or UNSTOP lifts."""
    return _TOLL_FREE.fullmatch(sender) is not None
