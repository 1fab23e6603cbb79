"""What a channel shows of a template: its best type, and the text that says the same where there are no buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RICH = (
    "whatsapp/authentication", "whatsapp/card", "whatsapp/flows", "twilio/carousel", "twilio/catalog", "twilio/flows", "twilio/card",
    "twilio/list-picker", "twilio/quick-reply", "twilio/call-to-action", "twilio/location", "twilio/schedule", "twilio/media",
    "twilio/text",
)  # fmt: skip
"""Most telling first."""

SHOWN: Mapping[str, frozenset[str]] = {
    "whatsapp": frozenset(RICH),
    "messenger": frozenset({"twilio/text", "twilio/media", "twilio/quick-reply", "twilio/call-to-action", "twilio/card"}),
    "rcs": frozenset(
        {"twilio/text", "twilio/media", "twilio/location", "twilio/quick-reply", "twilio/call-to-action", "twilio/card", "twilio/carousel"}
    ),
    "viber": frozenset({"twilio/text", "twilio/media"}),
    "sms": frozenset({"twilio/text", "twilio/media"}),
}
"""Which types each channel shows as such (Twilio's table of content types and channels)."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """`body` and `media` are the message; `content` is the type's own data with its places filled, for a channel that shows it,
    and `buttons` what can be pressed there."""

    body: str
    media: tuple[str, ...] = ()
    content_type: str = ""
    content: Mapping[str, Any] | None = None
    buttons: tuple[dict[str, str], ...] = ()


def choose_type(types: Mapping[str, Any], channel: str) -> str:
    """The most telling type that the channel shows; else the plainest that the template has, which is then said in words."""
    shown = SHOWN.get(channel, SHOWN["sms"])
    for name in RICH:
        if name in types and name in shown:
            return name
    return next(name for name in reversed(RICH) if name in types)


def render(types: Mapping[str, Any], channel: str) -> Rendered:
    """`types` with their places filled in."""
    name = choose_type(types, channel)
    content = types[name]
    media = tuple(_media(content))
    native = name in SHOWN.get(channel, SHOWN["sms"])
    body = _text(name, content) if native else _in_words(name, content)
    return Rendered(body, media, name, content, tuple(_buttons(content)) if native else ())


def _buttons(content: Mapping[str, Any]) -> list[dict[str, str]]:
    """What can be pressed: `kind` (a button's type, or LIST), `title`, and `payload` (what pressing it says back) or `url`."""
    found = []
    for button in content.get("actions") or ():
        title = str(button.get("title") or button.get("copy_code_text") or "")
        target = {"url": str(button["url"])} if button.get("url") else {"payload": str(button.get("id") or title)}
        found.append({"kind": str(button.get("type") or "QUICK_REPLY"), "title": title, **target})
    for item in content.get("items") or ():
        title = str(item.get("item") or item.get("name") or item.get("id") or "")
        found.append({"kind": "LIST", "title": title, "payload": str(item.get("id") or title)})
    return [button for button in found if button["title"]]


def _media(content: Mapping[str, Any]) -> list[str]:
    found = content.get("media") or content.get("media_url") or []
    return [found] if isinstance(found, str) else list(found)


def _text(name: str, content: Mapping[str, Any]) -> str:
    if name == "twilio/location":
        return str(content.get("label") or content.get("address") or f"{content['latitude']},{content['longitude']}")
    if name == "whatsapp/authentication":
        return "Your verification code"
    parts = (content.get("header_text"), content.get("title"), content.get("body"), content.get("subtitle"), content.get("footer"))
    return "\n".join(str(part) for part in parts if part)


def _in_words(name: str, content: Mapping[str, Any]) -> str:
    """For a channel without buttons, lists and cards: what they offer, line by line."""
    lines = [_text(name, content)]
    for number, item in enumerate(content.get("items") or (), 1):
        title = item.get("item") or item.get("name") or item.get("id") or ""
        lines.append(f"{number}. {title}" + (f": {item['description']}" if item.get("description") else ""))
    for card in content.get("cards") or ():
        lines += [str(part) for part in (card.get("title"), card["body"], *map(_button, card["actions"])) if part]
    lines += [_button(button) for button in content.get("actions") or ()]
    if name == "twilio/location":
        lines.append(f"https://maps.google.com/?q={content['latitude']},{content['longitude']}")
    return "\n".join(line for line in lines if line)


def _button(button: Mapping[str, Any]) -> str:
    title = button.get("title") or button.get("copy_code_text") or ""
    target = button.get("url") or button.get("phone") or button.get("code")
    return f"{title}: {target}" if target else f"- {title}"
