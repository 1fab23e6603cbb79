"""Rotation of auth tokens: a second one, its promotion, and the moment at which the old one ends."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.access.tokens import auth_token

SECONDARY, PROMOTE = "/accounts/v1/AuthTokens/Secondary", "/accounts/v1/AuthTokens/Promote"


async def works(house: Any, token: str) -> bool:
    answer = await house.get(f"/2010-04-01/Accounts/{house.account_sid}.json", auth=(house.account_sid, token))
    assert answer.status in (200, 401)
    return bool(answer.status == 200)


async def test_both_work_until_promotion_and_then_only_the_second(house: Any) -> None:
    made = await house.post(SECONDARY)
    assert made.status == 201
    assert made.json["account_sid"] == house.account_sid
    assert made.json["url"].endswith("/v1/AuthTokens/Secondary")
    second = made.json["secondary_auth_token"]
    assert await works(house, house.auth_token)
    assert await works(house, second)
    assert await auth_token(house.account_sid, house.platform) == house.auth_token
    promoted = await house.post(PROMOTE)
    assert promoted.status == 200
    assert promoted.json["auth_token"] == second
    assert promoted.json["date_created"] == made.json["date_created"]
    assert await works(house, second)
    assert not await works(house, house.auth_token)
    assert await auth_token(house.account_sid, house.platform) == second


async def test_a_deleted_second_token_ends_at_once(house: Any) -> None:
    second = (await house.post(SECONDARY)).json["secondary_auth_token"]
    assert await works(house, second)
    assert (await house.delete(SECONDARY)).status == 204
    assert not await works(house, second)
    assert await works(house, house.auth_token)


async def test_what_is_not_there_is_not_promoted_or_deleted(house: Any) -> None:
    assert (await house.post(PROMOTE)).json["code"] == 20404
    assert (await house.delete(SECONDARY)).status == 404
    assert (await house.post(SECONDARY)).status == 201
    assert (await house.post(SECONDARY)).json["code"] == 20409


async def test_a_standard_key_cannot_rotate(house: Any) -> None:
    key = (await house.post("/Keys.json")).json
    for path in (SECONDARY, PROMOTE):
        refused = await house.post(path, auth=(key["sid"], key["secret"]))
        assert (refused.status, refused.json["code"]) == (401, 20003)
