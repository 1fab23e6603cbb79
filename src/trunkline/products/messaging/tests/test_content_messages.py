"""A message from a template: ContentSid and ContentVariables on CreateMessage."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trunkline.carriers.simulated.tests.traffic import NUMBER, PHONE, own_number


@pytest.fixture
async def template(house: Any) -> str:
    await own_number(house)
    body = {
        "language": "en",
        "variables": {"1": "7"},
        "types": {"twilio/quick-reply": {"body": "Is order {{1}} there?", "actions": [{"title": "Yes"}, {"title": "No"}]}},
    }
    made = await house.ask("POST", "/content/v1/Content", json.dumps(body).encode(), {"content-type": "application/json"})
    return str(made.json["sid"])


async def test_its_text_is_the_templates(house: Any, template: str) -> None:
    sent = await house.post("/Messages.json", To=PHONE, From=NUMBER, ContentSid=template, ContentVariables='{"1": "12"}')
    assert sent.status == 201, sent.text
    assert sent.json["body"] == "Is order 12 there?\n- Yes\n- No"
    assert (await house.post("/Messages.json", To=PHONE, From=NUMBER, ContentSid=template)).json["body"].startswith("Is order 7")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"ContentVariables": '{"1": "x"}', "Body": "b"}, 21654),
        ({"ContentSid": "HX" + "0" * 32}, 21655),
        ({"ContentSid": "own", "ContentVariables": "{"}, 21656),
        ({"ContentSid": "own", "ContentVariables": '{"1": ""}'}, 21656),
        ({"ContentSid": "own", "ContentVariables": json.dumps({"1": "x" * 1601})}, 21658),
    ],
)
async def test_what_is_wrong_with_it_has_twilios_code(house: Any, template: str, parameters: dict[str, str], code: int) -> None:
    if parameters.get("ContentSid") == "own":
        parameters = {**parameters, "ContentSid": template}
    answer = await house.post("/Messages.json", To=PHONE, From=NUMBER, **parameters)
    assert (answer.status, answer.json["code"]) == (400, code)
