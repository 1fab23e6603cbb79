"""Places to fill in, content types and their limits, what a channel shows, and the reviewer's reasons."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.products.content.rules.placeholders import WrongVariables, fill_in, places_of, settle_variables
from trunkline.products.content.rules.render import RICH, SHOWN, render
from trunkline.products.content.rules.review import review
from trunkline.products.content.rules.shapes import SHAPES, read_types

QUICK = {"twilio/quick-reply": {"body": "Hi {{1}}, pick:", "actions": [{"title": "Yes", "id": "y"}, {"title": "No"}]}}


def test_places_are_met_once_and_in_order() -> None:
    assert places_of({"a": "{{2}} and {{1}}", "b": ["{{ 2 }}", {"c": "{{name}}"}]}) == ["2", "1", "name"]


@pytest.mark.parametrize("text", ["{{}}", "{{a b}}", "{{1}", "{{{{1}}", "}}", "{{" + "x" * 17 + "}}"])
def test_a_place_that_is_not_well_formed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"variable"):
        places_of(text)


@given(st.dictionaries(st.sampled_from("abcdef"), st.text(min_size=1).filter(lambda t: not set("\n\t") & set(t) and "     " not in t)))
def test_what_is_filled_in_stands_there_unchanged(values: dict[str, str]) -> None:
    template = {"body": "|".join(f"{{{{{name}}}}}" for name in values), "n": 7, "more": [f"<{{{{{name}}}}}>" for name in values]}
    settled = settle_variables(places_of(template), values, {})
    filled = fill_in(template, settled)
    assert filled["body"] == "|".join(values.values())
    assert filled["more"] == [f"<{value}>" for value in values.values()]
    assert filled["n"] == 7


@pytest.mark.parametrize(
    ("value", "too_long"),
    [("", False), (None, False), ("a\nb", False), ("a\tb", False), ("a     b", False), ("x" * 1601, True), (True, False), ([], False)],
)
def test_values_that_cannot_stand(value: Any, too_long: bool) -> None:
    with pytest.raises(WrongVariables) as why:
        settle_variables(["1"], {"1": value}, {})
    assert why.value.too_long == too_long


def test_a_sample_stands_in_for_what_is_left_out() -> None:
    assert settle_variables(["1", "2"], {"2": 5}, {"1": "Ada"}) == {"1": "Ada", "2": "5"}


@pytest.mark.parametrize(
    ("types", "words"),
    [
        ({}, "at least one"),
        ({"twilio/poem": {}}, "no content type"),
        ({"twilio/text": {}}, "body"),
        ({"twilio/text": {"body": ""}}, "length"),
        ({"twilio/text": {"body": "x", "colour": 1}}, "colour"),
        ({"twilio/list-picker": {"body": "b", "button": "pick", "items": []}}, "length"),
        ({"twilio/list-picker": {"body": "b", "button": "pick", "items": [{"id": "1", "item": "x" * 25}]}}, "24"),
        ({"twilio/quick-reply": {"body": "b", "actions": [{"title": "x" * 26}]}}, "25"),
        ({"twilio/quick-reply": {"body": "b", "actions": [{"type": "URL", "title": "x", "url": "https://a"}]}}, "not for this"),
        ({"twilio/call-to-action": {"body": "b", "actions": [{"type": "URL", "title": "x"}]}}, "url: is required"),
        ({"twilio/location": {"latitude": 91, "longitude": 0}}, "<= 90"),
        ({"twilio/media": {"media": ["ftp://x"]}}, "media"),
        ({"twilio/card": {"title": "t"}}, "at least one"),
        ({"twilio/carousel": {"body": "b", "cards": []}}, "length"),
        ({"twilio/catalog": {"body": "b"}}, "items"),
    ],
)
def test_what_a_type_cannot_hold_is_told(types: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match="types") as why:
        read_types(types)
    assert words in str(why.value)


EXAMPLES: dict[str, dict[str, Any]] = {
    "twilio/text": {"body": "hello {{1}}"},
    "twilio/media": {"body": "look", "media": ["https://example.com/a.jpg"]},
    "twilio/location": {"latitude": 52.5, "longitude": 13.4, "label": "Berlin"},
    "twilio/list-picker": {"body": "b", "button": "Pick", "items": [{"id": "1", "item": "One", "description": "first"}]},
    "twilio/call-to-action": {"body": "b", "actions": [{"type": "URL", "title": "See", "url": "https://example.com/{{1}}"}]},
    "twilio/quick-reply": QUICK["twilio/quick-reply"],
    "twilio/card": {"title": "t", "subtitle": "s", "media": ["https://example.com/a.jpg"]},
    "twilio/catalog": {"body": "b", "items": [{"id": "1", "name": "Hat"}]},
    "twilio/carousel": {
        "body": "b",
        "cards": [{"body": str(n), "media": "https://example.com/a.jpg", "actions": [{"title": "Buy", "id": str(n)}]} for n in range(2)],
    },
    "twilio/flows": {"body": "b", "button_text": "Go", "type": "OTHER", "pages": [{"id": "1", "title": "t", "layout": [{"type": "TEXT"}]}]},
    "twilio/schedule": {"id": "1", "title": "t", "timeSlots": "x"},
    "whatsapp/card": {"body": "b", "footer": "f", "actions": [{"type": "COPY_CODE", "title": "Copy", "code": "A1"}]},
    "whatsapp/authentication": {"actions": [{"type": "COPY_CODE", "copy_code_text": "Copy"}], "code_expiration_minutes": 5},
    "whatsapp/flows": {"body": "b", "button_text": "Go", "flow_id": "7"},
}


def test_every_type_has_an_example_and_a_rank() -> None:
    assert set(EXAMPLES) == set(SHAPES) == set(RICH)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
@pytest.mark.parametrize("channel", sorted(SHOWN))
def test_every_type_is_kept_as_given_and_says_something_on_every_channel(name: str, channel: str) -> None:
    stored = read_types({name: EXAMPLES[name]})
    assert stored[name].items() >= {k: v for k, v in EXAMPLES[name].items() if k not in ("actions", "cards", "items", "pages")}.items()
    shown = render(fill_in(stored, dict.fromkeys(places_of(stored), "Ada")), channel)
    assert shown.body and "{{" not in shown.body
    assert shown.content_type == name


def test_where_there_are_no_buttons_their_words_are_said() -> None:
    types = read_types(QUICK | {"twilio/call-to-action": EXAMPLES["twilio/call-to-action"]})
    filled = fill_in(types, {"1": "Ada"})
    assert render(filled, "sms").body == "b\nSee: https://example.com/Ada"
    assert render(filled, "whatsapp").content_type == "twilio/quick-reply"
    assert render(filled, "whatsapp").body == "Hi Ada, pick:"


@pytest.mark.parametrize(
    ("body", "samples", "reason"),
    [
        ("Your order {{1}} left today", {"1": "7"}, ""),
        ("{{1}} is your order", {"1": "7"}, "INVALID_FORMAT"),
        ("Your order is {{1}}", {"1": "7"}, "INVALID_FORMAT"),
        ("Your order {{1}} {{2}} left today for you", {"1": "7", "2": "8"}, "INVALID_FORMAT"),
        ("See {{1}} now", {"1": "7"}, "INVALID_FORMAT"),
        ("Your order {{1}} left today", {}, "INVALID_FORMAT"),
    ],
)
def test_the_reviewer_gives_reasons(body: str, samples: dict[str, str], reason: str) -> None:
    found, remedy = review({"twilio/text": {"body": body}}, samples, "UTILITY", 0.1)
    assert found == reason
    assert bool(remedy) == bool(reason)


def test_the_category_must_fit() -> None:
    text = {"twilio/text": {"body": "Twenty percent off today"}}
    assert review(text, {}, "UTILITY", 0.95)[0] == "INCORRECT_CATEGORY"
    assert review(text, {}, "MARKETING", 0.95)[0] == ""
    assert review(text, {}, "AUTHENTICATION", 0.1)[0] == "INCORRECT_CATEGORY"
    assert review({"whatsapp/authentication": EXAMPLES["whatsapp/authentication"]}, {}, "AUTHENTICATION", 0.1) == ("", "")
