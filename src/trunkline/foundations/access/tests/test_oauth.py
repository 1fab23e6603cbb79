"""OAuth apps and their Bearer tokens."""

from __future__ import annotations

from typing import Any

import jwt
import msgspec
import pytest

from trunkline.foundations.access.bearer import issue_token
from trunkline.kernel.clock import SECOND

APPS = "/iam/v1/Account/OAuthApps"
LIST_MESSAGES = {"allow": ["/twilio/messaging/messages/list"]}
JSON = {"content-type": "application/json"}


async def app_of(house: Any, **body: Any) -> Any:
    made = await house.ask("POST", APPS, msgspec.json.encode({"friendly_name": "desk", "policy": LIST_MESSAGES, **body}), JSON)
    assert made.status == 201, made.text
    return made.json


async def bearer(house: Any, app: Any) -> str:
    given = await house.ask(
        "POST", "/oauth/v2/token", f"grant_type=client_credentials&client_id={app['sid']}&client_secret={app['secret']}".encode(),
        {"content-type": "application/x-www-form-urlencoded", "authorization": ""},
    )  # fmt: skip
    assert given.status == 200, given.text
    assert (given.json["token_type"], given.json["expires_in"]) == ("Bearer", app["access_token_ttl"])
    assert given.headers["Cache-Control"] == "no-store"
    return str(given.json["access_token"])


async def with_bearer(house: Any, token: str, path: str = "/Messages.json") -> Any:
    return await house.ask("GET", house.at(path), headers={"authorization": f"Bearer {token}"})


async def test_client_credentials_give_a_token_that_may_do_what_the_app_may(house: Any) -> None:
    app = await app_of(house)
    token = await bearer(house, app)
    for _ in range(2):
        assert (await with_bearer(house, token)).status == 200
    for path, code in ((f"/Messages/SM{'0' * 32}.json", 70051), (f"/2010-04-01/Accounts/{house.account_sid}.json", 20003)):
        assert (await with_bearer(house, token, path)).json["code"] == code
    # The clients look at the end themselves, to know when to ask again.
    assert jwt.decode(token, options={"verify_signature": False})["exp"] > 0


@pytest.mark.parametrize(("path", "status"), [("/oauth/v1/token", 201), ("/oauth/v2/token", 200), ("/iam/v1/token", 201)])
async def test_the_three_places_to_ask(house: Any, path: str, status: int) -> None:
    app = await app_of(house)
    spelt = {"GrantType": "client_credentials", "ClientId": app["sid"], "ClientSecret": app["secret"]}
    assert (await house.post(path, **spelt)).status == status


async def test_wrong_credentials_and_wrong_requests(house: Any) -> None:
    app, other = await app_of(house), await app_of(house)
    right = {"grant_type": "client_credentials", "client_id": app["sid"], "client_secret": app["secret"]}
    for wrong, code in (
        ({"client_secret": other["secret"]}, 322402), ({"client_secret": ""}, 322402), ({"client_id": "OQ" + "0" * 32}, 322402),
        ({"client_id": "x"}, 322402), ({"client_id": ""}, 321402), ({"grant_type": "password"}, 321403), ({"grant_type": ""}, 321403),
    ):  # fmt: skip
        answer = await house.post("/oauth/v2/token", **{**right, **wrong})
        assert answer.json["code"] == code
        assert 400 <= answer.status < 500


async def test_a_token_ends_at_its_time_by_the_clock(house: Any) -> None:
    app = await app_of(house, access_token_ttl=60)
    token = await bearer(house, app)
    assert (await with_bearer(house, token)).status == 200
    house.platform.clock.advance(61 * SECOND)
    ended = await with_bearer(house, token)
    assert (ended.status, ended.json["code"]) == (401, 20003)


async def test_removing_or_narrowing_the_app_is_felt_by_tokens_that_are_out(house: Any) -> None:
    app = await app_of(house)
    token = await bearer(house, app)
    assert (await with_bearer(house, token)).status == 200
    narrowed = await house.ask(
        "PUT", f"{APPS}/{app['sid']}", msgspec.json.encode({"policy": {"allow": ["/twilio/voice/calls/list"]}, "description": "d"}), JSON
    )
    assert (narrowed.status, narrowed.json["description"]) == (200, "d")
    assert "secret" not in narrowed.json
    assert (await with_bearer(house, token)).json["code"] == 70051
    assert (await house.delete(f"{APPS}/{app['sid']}")).status == 204
    assert (await with_bearer(house, token)).json["code"] == 20003
    assert (await house.delete(f"{APPS}/{app['sid']}")).status == 404


async def test_tokens_that_we_did_not_sign(house: Any) -> None:
    app = await app_of(house)
    token = await bearer(house, app)
    claims = jwt.decode(token, options={"verify_signature": False})
    forged = [
        jwt.encode(claims, "a guess at the key that is long enough", "HS256", headers={"typ": "at+jwt"}),
        jwt.encode(claims, "", "none", headers={"typ": "at+jwt"}),
        token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
        token.rsplit(".", 1)[0] + ".",
    ]
    for one in forged:
        assert (await with_bearer(house, one)).json["code"] == 20003


async def test_an_app_is_checked_when_it_is_made(house: Any) -> None:
    wrong: dict[str, Any]
    for wrong in ({"policy": None}, {"policy": {}}, {"policy": {"allow": ["x"]}}, {"access_token_ttl": 5}, {"access_token_ttl": "60"},
                  {"access_token_ttl": True}, {"friendly_name": "x" * 65}, {"description": 7},
        {"friendly_name": "a\0b"}):  # fmt: skip
        body = msgspec.json.encode({"friendly_name": "desk", "policy": LIST_MESSAGES, **wrong})
        assert (await house.ask("POST", APPS, body, JSON)).status == 400, wrong
    for body in (b"[]", b"{", b'{"friendly_name": "\\ud800"}', b'{"friendly_name": "a", "policy": {"allow": ["\\ud800"]}}', b"\xff"):
        assert (await house.ask("POST", APPS, body, JSON)).status == 400
    assert (await house.post(APPS, friendly_name="form")).status == 400
    for sid in ("x", "%00", "OQ" + "0" * 32, house.account_sid):
        assert (await house.ask("PUT", f"{APPS}/{sid}", b"{}", JSON)).status == 404


async def test_a_suspended_accounts_tokens_do_nothing(house: Any) -> None:
    sub = (await house.post("/2010-04-01/Accounts.json")).json
    auth = (sub["sid"], sub["auth_token"])
    app = (await house.ask("POST", APPS, msgspec.json.encode({"policy": LIST_MESSAGES}), JSON, auth)).json
    token, _ = await issue_token(app["sid"], app["secret"], house.platform.work())
    path = f"/2010-04-01/Accounts/{sub['sid']}/Messages.json"
    assert (await with_bearer(house, token, path)).status == 200
    assert (await with_bearer(house, token, "/Messages.json")).json["code"] == 20003
    await house.post(f"/2010-04-01/Accounts/{sub['sid']}.json", Status="suspended")
    assert (await with_bearer(house, token, path)).json["code"] == 20005
