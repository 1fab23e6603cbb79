"""What each content type holds, with its limits. Source: content_v1's schema, and Twilio's page of each content type.

A text with places to fill in is measured without them: what will stand there is not known, and the channel measures again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

Short = Annotated[str, Meta(min_length=1, max_length=25)]
Body = Annotated[str, Meta(min_length=1, max_length=1600)]
Rich = Annotated[str, Meta(min_length=1, max_length=1024)]
Url = Annotated[str, Meta(pattern=r"^(https?://\S+|\{\{[^{}]+\}\}\S*)$", max_length=2048)]
Identifier = Annotated[str, Meta(max_length=200)]


class Part(Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One object inside a type."""


class Text(Part, kw_only=True):
    body: Body


class Media(Part, kw_only=True):
    body: Body | None = None
    media: Annotated[list[Url], Meta(min_length=1, max_length=10)]


class Location(Part, kw_only=True):
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    label: str | None = None
    id: str | None = None
    address: str | None = None


class ListItem(Part, kw_only=True):
    id: Identifier
    item: Annotated[str, Meta(min_length=1, max_length=24)]
    description: Annotated[str, Meta(max_length=72)] | None = None


class ListPicker(Part, kw_only=True):
    body: Rich
    button: Annotated[str, Meta(min_length=1, max_length=20)]
    items: Annotated[list[ListItem], Meta(min_length=1, max_length=10)]
    multiple_selection: bool | None = None


class Button(Part, kw_only=True):
    """`url`, `phone`, `code` and `id` belong to one type each (see `_judge_button`)."""

    type: Literal["URL", "PHONE_NUMBER", "QUICK_REPLY", "COPY_CODE", "VOICE_CALL", "VOICE_CALL_REQUEST"] = "QUICK_REPLY"
    title: Short
    url: Url | None = None
    phone: str | None = None
    code: Annotated[str, Meta(max_length=20)] | None = None
    id: Identifier | None = None
    webview_size: Literal["TALL", "FULL", "HALF", "NONE"] | None = None


class QuickReply(Part, kw_only=True):
    body: Rich
    actions: Annotated[list[Button], Meta(min_length=1, max_length=10)]


class CallToAction(Part, kw_only=True):
    body: Annotated[str, Meta(min_length=1, max_length=1024)]
    actions: Annotated[list[Button], Meta(min_length=1, max_length=3)]


class Card(Part, kw_only=True):
    title: Annotated[str, Meta(max_length=1024)] | None = None
    body: Annotated[str, Meta(max_length=1600)] | None = None
    subtitle: Annotated[str, Meta(max_length=60)] | None = None
    media: list[Url] | None = None
    actions: Annotated[list[Button], Meta(max_length=10)] | None = None
    orientation: str | None = None


class WhatsappCard(Part, kw_only=True):
    body: Rich
    footer: Annotated[str, Meta(max_length=60)] | None = None
    header_text: Annotated[str, Meta(max_length=60)] | None = None
    media: list[Url] | None = None
    actions: Annotated[list[Button], Meta(max_length=10)] | None = None


class CarouselCard(Part, kw_only=True):
    title: Annotated[str, Meta(max_length=80)] | None = None
    body: Annotated[str, Meta(min_length=1, max_length=160)]
    media: Url
    actions: Annotated[list[Button], Meta(min_length=1, max_length=2)]


class Carousel(Part, kw_only=True):
    body: Rich
    cards: Annotated[list[CarouselCard], Meta(min_length=2, max_length=10)]


class CopyCode(Part, kw_only=True):
    type: Literal["COPY_CODE"] = "COPY_CODE"
    copy_code_text: Short


class Authentication(Part, kw_only=True):
    add_security_recommendation: bool | None = None
    code_expiration_minutes: Annotated[float, Meta(ge=1, le=90)] | None = None
    actions: Annotated[list[CopyCode], Meta(min_length=1, max_length=1)]


class CatalogItem(Part, kw_only=True):
    id: str | None = None
    section_title: str | None = None
    name: str | None = None
    media_url: str | None = None
    price: float | None = None
    description: str | None = None


class Catalog(Part, kw_only=True):
    body: Rich
    title: str | None = None
    subtitle: str | None = None
    id: str | None = None
    items: Annotated[list[CatalogItem], Meta(max_length=30)] | None = None
    dynamic_items: str | None = None


class WhatsappFlows(Part, kw_only=True):
    body: Rich
    button_text: Short
    flow_id: str
    subtitle: str | None = None
    media_url: str | None = None
    flow_token: str | None = None
    flow_first_page_id: str | None = None
    is_flow_first_page_endpoint: bool | None = None


class FlowPage(Part, kw_only=True):
    id: str
    title: str
    layout: Annotated[list[dict[str, Any]], Meta(min_length=1)]
    next_page_id: str | None = None
    subtitle: str | None = None


class Flows(Part, kw_only=True):
    body: Rich
    button_text: Short
    type: str
    pages: Annotated[list[FlowPage], Meta(min_length=1)]
    subtitle: str | None = None
    media_url: str | None = None


class Schedule(Part, kw_only=True):
    id: str
    title: str
    timeSlots: str | list[dict[str, Any]]  # noqa: N815 (the wire's name)


SHAPES: Mapping[str, type[Part]] = {
    "twilio/text": Text,
    "twilio/media": Media,
    "twilio/location": Location,
    "twilio/list-picker": ListPicker,
    "twilio/call-to-action": CallToAction,
    "twilio/quick-reply": QuickReply,
    "twilio/card": Card,
    "twilio/catalog": Catalog,
    "twilio/carousel": Carousel,
    "twilio/flows": Flows,
    "twilio/schedule": Schedule,
    "whatsapp/card": WhatsappCard,
    "whatsapp/authentication": Authentication,
    "whatsapp/flows": WhatsappFlows,
}


def read_types(types: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Each type as it is stored: what was given, checked. ValueError with the place and a sentence."""
    if not types:
        raise ValueError("types: must hold at least one content type")
    found: dict[str, dict[str, Any]] = {}
    for name, given in types.items():
        shape = SHAPES.get(name)
        if shape is None:
            raise ValueError(f"types: {name!r} is no content type; there are {', '.join(SHAPES)}")
        try:
            part = msgspec.convert(given, shape)
        except msgspec.ValidationError as why:
            raise ValueError(f"types.{name}: {why}") from None
        if (judge := _JUDGES.get(name)) is not None:
            judge(name, part)
        found[name] = msgspec.to_builtins(part)
    return found


_NEEDS = {"URL": "url", "PHONE_NUMBER": "phone", "COPY_CODE": "code", "VOICE_CALL": "", "VOICE_CALL_REQUEST": "", "QUICK_REPLY": ""}
_CALLS = frozenset({"URL", "PHONE_NUMBER", "COPY_CODE", "VOICE_CALL", "VOICE_CALL_REQUEST"})


def _judge_buttons(name: str, buttons: list[Button] | None, allowed: frozenset[str]) -> None:
    for number, button in enumerate(buttons or ()):
        place = f"types.{name}.actions[{number}]"
        if button.type not in allowed:
            raise ValueError(f"{place}.type: {button.type} is not for this content type")
        needed = _NEEDS[button.type]
        if needed and not getattr(button, needed):
            raise ValueError(f"{place}.{needed}: is required for a button of type {button.type}")


def _judge_quick_reply(name: str, part: Any) -> None:
    _judge_buttons(name, part.actions, frozenset({"QUICK_REPLY"}))


def _judge_call_to_action(name: str, part: Any) -> None:
    _judge_buttons(name, part.actions, _CALLS)


def _judge_card(name: str, part: Any) -> None:
    if name == "twilio/card" and not (part.title or part.body):
        raise ValueError(f"types.{name}: title or body is required")
    if name == "twilio/card" and not (part.subtitle or part.media or part.actions or part.body):
        raise ValueError(f"types.{name}: at least one of subtitle, media, body and actions is required beside the title")
    _judge_buttons(name, part.actions, _CALLS | {"QUICK_REPLY"})


def _judge_carousel(name: str, part: Any) -> None:
    for card in part.cards:
        _judge_buttons(name, card.actions, frozenset({"URL", "PHONE_NUMBER", "QUICK_REPLY"}))
    if len({tuple(b.type for b in card.actions) for card in part.cards}) > 1:
        raise ValueError(f"types.{name}.cards: every card has the same kinds of buttons in the same order")


def _judge_catalog(name: str, part: Any) -> None:
    if not (part.items or part.dynamic_items or part.id):
        raise ValueError(f"types.{name}: items, dynamic_items or id is required")


_JUDGES: Mapping[str, Callable[[str, Any], None]] = {
    "twilio/quick-reply": _judge_quick_reply,
    "twilio/call-to-action": _judge_call_to_action,
    "twilio/card": _judge_card,
    "whatsapp/card": _judge_card,
    "twilio/carousel": _judge_carousel,
    "twilio/catalog": _judge_catalog,
}
