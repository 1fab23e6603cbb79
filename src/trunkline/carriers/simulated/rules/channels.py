"""How a virtual phone stands on the channels: by its number, with the channel's prefix.

WhatsApp and RCS know people by their number. Messenger and Viber have identifiers of their own; a virtual phone's is its number without
the plus.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CHANNELS = ("whatsapp", "rcs", "messenger", "viber")
_BY_NUMBER = frozenset({"whatsapp", "rcs"})
CHANNEL_DATA = ("ProfileName", "ButtonText", "ButtonPayload", "Latitude", "Longitude", "Address", "Label", "ListId", "ListTitle")
"""What an app sends besides text and files, by the names that Twilio's webhooks have for it."""

_CODES = {30003: 63024, 30004: 63033, 30005: 63024, 30006: 63024, 30007: 63013}


def number_of(address: str) -> str:
    """The phone number behind an address of any channel; an address without a channel as it is."""
    channel, colon, rest = address.partition(":")
    if not colon or channel not in CHANNELS:
        return address
    return f"+{rest}" if rest.isascii() and rest.isdigit() else rest


def address_on(channel: str, number: str) -> str:
    """Where a phone is reached on a channel."""
    return f"{channel}:{number if channel in _BY_NUMBER else number.removeprefix('+')}"


def with_channel(channel: str, to: str) -> str:
    """`to` with the channel's prefix, which may be left out. A form turns a bare + into a space."""
    rest = to.strip().removeprefix(f"{channel}:").strip()
    if channel in _BY_NUMBER and rest.isascii() and rest.isdigit():
        rest = f"+{rest}"
    return f"{channel}:{rest}"


def channel_code(code: int) -> int:
    """What a channel calls an outcome that has a 30xxx on the text network."""
    return _CODES.get(code, code)


def message_type(media: Sequence[str], data: Mapping[str, str]) -> str:
    """Twilio's MessageType."""
    if "ButtonText" in data or "ButtonPayload" in data:
        return "button"
    if "ListId" in data:
        return "interactive"
    if "Latitude" in data:
        return "location"
    return "image" if media else "text"
