"""The judge of answers: it must find what is wrong, or the scoreboard would count made-up answers as done."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.documents import Document
from contract.drive import Wrong, echo
from contract.schemas import Judge, json_schema
from contract.synthesis import SID_PATTERN, Synthesis

_THING: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sid": {"type": "string", "pattern": "^AA[0-9a-fA-F]{32}$", "nullable": True},
        "date_created": {"type": "string", "format": "date-time"},
        "kind": {"$ref": "#/components/schemas/kind"},
        "price": {"type": "number", "nullable": True},
    },
}
_DOCUMENT = Document("d", {"components": {"schemas": {"kind": {"type": "string", "enum": ["a", "b"]}, "thing": _THING}}})
_LIST = {"type": "object", "properties": {"things": {"type": "array", "items": {"$ref": "#/components/schemas/thing"}}}}
_GOOD: dict[str, Any] = {"sid": "AA" + "0" * 32, "date_created": "2026-01-02T03:04:05Z", "kind": "a", "price": None}


def test_a_whole_answer_fits() -> None:
    judge = Judge(_DOCUMENT)
    assert judge.faults(_THING, _GOOD) == ""
    assert judge.faults(_LIST, {"things": [_GOOD]}) == ""
    assert judge.undocumented(_LIST, {"things": [_GOOD | {"more": 1}]}) == ["things[].more"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sid": "AB" + "0" * 32}, "does not match"),
        ({"sid": 5}, "is not of type"),
        ({"date_created": "Fri, 02 Jan 2026 03:04:05 +0000"}, "is not a 'date-time'"),
        ({"date_created": None}, "is not of type"),
        ({"kind": "c"}, "is not one of"),
    ],
)
def test_a_wrong_property_is_found_in_an_answer_and_in_a_list(change: dict[str, Any], reason: str) -> None:
    judge = Judge(_DOCUMENT)
    assert reason in judge.faults(_THING, _GOOD | change)
    assert reason in judge.faults(_LIST, {"things": [_GOOD, _GOOD | change]})


@pytest.mark.parametrize("name", sorted(_GOOD))
def test_a_missing_property_is_found(name: str) -> None:
    less = {key: value for key, value in _GOOD.items() if key != name}
    assert name in Judge(_DOCUMENT).faults(_THING, less)
    assert name in Judge(_DOCUMENT).faults(_LIST, {"things": [less]})


def test_a_schema_that_says_what_it_requires_is_believed() -> None:
    assert Judge(_DOCUMENT).faults(_THING | {"required": ["sid"]}, {"sid": _GOOD["sid"]}) == ""


def test_null_is_allowed_where_the_document_says_so() -> None:
    assert json_schema({"type": "string", "enum": ["x"], "nullable": True}) == {
        "type": ["string", "null"],
        "enum": ["x", None],
    }


def test_a_value_that_is_not_there_again_is_wrong() -> None:
    echo({"FriendlyName": "A", "UseInboundWebhookOnNumber": True}, {"friendly_name": "A", "use_inbound_webhook_on_number": True})
    with pytest.raises(Wrong, match="friendly_name"):
        echo({"FriendlyName": "A"}, {"friendly_name": "another"})


@given(st.sampled_from(["^MG[0-9a-fA-F]{32}$", "^(SM|MM)[0-9a-fA-F]{32}$", "OR[0-9a-f]{32}", "^[a-zA-Z0-9 _.-]+$",
                        "^mem_(store|service)_[0-7][0-9a-z]{25}$", "^BU[0-9a-fA-F]{32}(,BU[0-9a-fA-F]{32}){0,19}$",
                        "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"]),
       st.text(max_size=6))  # fmt: skip
def test_what_synthesis_makes_matches_its_pattern(pattern: str, seed: str) -> None:
    made = Synthesis("product", seed).value(_DOCUMENT, "Any", {"type": "string", "pattern": pattern})
    assert re.search(pattern, made)


def test_sid_patterns_are_told_from_others() -> None:
    found = SID_PATTERN.fullmatch("^MG[0-9a-fA-F]{32}$")
    assert found is not None
    assert found[1] == "MG"
    assert SID_PATTERN.fullmatch("^[a-zA-Z]{2}[0-9a-fA-F]{32}$") is None
