"""Access tokens: those that the official library makes are read grant by grant, and whatever is wrong with one has its code."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.jwt.access_token import AccessToken as Made  # type: ignore[import-untyped]  # the official library has no types
from twilio.jwt.access_token import grants as made_grants

from trunkline.foundations.access.access_token import (
    ChatGrant,
    Grants,
    SyncGrant,
    TaskRouterGrant,
    VideoGrant,
    VoiceGrant,
    read_grants,
    verify_access_token,
)
from trunkline.foundations.access.actions.create_api_key import create_api_key
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem

HEADERS = {"cty": "twilio-fpa;v=1"}


class Signer:
    """A house with a standard key; `make` builds a token by hand, so that it can be wrong."""

    def __init__(self, house: Any, sid: str, secret: str) -> None:
        self.house, self.sid, self.secret = house, sid, secret

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "jti": f"{self.sid}-{now}",
            "iss": self.sid,
            "sub": self.house.account_sid,
            "exp": now + 3600,
            "grants": {"identity": "ann"},
        }
        return {k: v for k, v in {**claims, **changes}.items() if v is not ...}

    def make(self, headers: dict[str, Any] | None = None, secret: str = "", algorithm: str = "HS256", **changes: Any) -> str:
        return jwt.encode(self.claims(**changes), secret or self.secret, algorithm, headers=headers if headers is not None else HEADERS)

    async def code(self, token: str) -> int:
        with pytest.raises(Problem) as refused:
            await verify_access_token(token, self.house.platform)
        assert refused.value.status == 401
        return refused.value.code


@pytest.fixture
async def signer(house: Any) -> Signer:
    work = house.platform.work()
    key, secret = create_api_key(work, house.account_sid)
    await work.commit()
    return Signer(house, key.sid, secret)


async def test_every_grant_of_the_official_library(signer: Signer) -> None:
    made = Made(
        signer.house.account_sid,
        signer.sid,
        signer.secret,
        identity="ann",
        ttl=600,
        region="ie1",
        grants=[
            made_grants.VoiceGrant(True, "AP" + "1" * 32, {"room": 7}, "CR" + "2" * 32, "phone"),
            made_grants.VideoGrant("lobby"),
            made_grants.ChatGrant("IS" + "3" * 32, "ep", "RL" + "4" * 32, "CR" + "5" * 32),
            made_grants.SyncGrant("IS" + "6" * 32, "ep2"),
            made_grants.TaskRouterGrant("WS" + "7" * 32, "WK" + "8" * 32, "worker"),
            made_grants.PlaybackGrant({"requestCredentials": None, "playbackUrl": "u"}),
        ],
    ).to_jwt()
    token = await verify_access_token(made, signer.house.platform)
    assert (token.account_sid, token.key_sid, token.region) == (signer.house.account_sid, signer.sid, "ie1")
    assert token.expires - token.begins == 600 * SECOND
    assert token.grants == Grants(
        identity="ann",
        voice=VoiceGrant(True, "AP" + "1" * 32, {"room": 7}, "CR" + "2" * 32, "phone"),
        video=VideoGrant("lobby"),
        chat=ChatGrant("IS" + "3" * 32, "ep", "RL" + "4" * 32, "CR" + "5" * 32),
        sync=SyncGrant("IS" + "6" * 32, "ep2"),
        task_router=TaskRouterGrant("WS" + "7" * 32, "WK" + "8" * 32, "worker"),
        player={"requestCredentials": None, "playbackUrl": "u"},
    )


async def test_grants_may_be_empty_or_unknown(signer: Signer) -> None:
    token = await verify_access_token(signer.make(grants={"video": {}, "hologram": {"depth": 3}}), signer.house.platform)
    assert token.grants == Grants(video=VideoGrant(), others={"hologram": {"depth": 3}})


async def test_wrong_tokens_by_code(signer: Signer) -> None:
    now, make = int(time.time()), signer.make
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", **HEADERS}).encode()).rstrip(b"=").decode()
    body = make().split(".")[1]
    wrong = {
        "": 20101, "a.b.c": 20101, "x" * 20_000: 20101, f"{none}.{body}.": 20102, make(headers={}): 20102,
        make(algorithm="HS512", secret="s" * 64): 20102, make(headers={"cty": "twilio-fpa;v=2"}): 20102,
        make(iss=...): 20103, make(sub=...): 20103, make(iss="7"): 20103, make(iss="SK" + "0" * 32): 20103,
        make(sub="AC" + "0" * 32): 20103,
        make(iss=signer.house.account_sid, secret=signer.house.auth_token): 20103,
        make(exp=...): 20104, make(exp=now - 1): 20104, make(exp="soon"): 20104, make(nbf=now + 60): 20105, make(iat=now + 60): 20105,
        make(exp=now + 2 * 86_400): 20157, make(grants={"video": 1}): 20106, make(grants=[]): 20106, make(grants={"identity": 5}): 20106,
        make(grants={"voice": {"outgoing": {"application_sid": []}}}): 20106,
        make(secret="a" * 32): 20107, make()[:-4] + "AAAA": 20107, make().rsplit(".", 1)[0] + ".": 20107,
    }  # fmt: skip
    for token, code in wrong.items():
        assert await signer.code(token) == code, token[:80]


async def test_a_claim_changed_after_signing_is_seen(signer: Signer) -> None:
    head, _, signature = signer.make().split(".")
    changed = base64.urlsafe_b64encode(json.dumps(signer.claims(grants={"identity": "eve"})).encode()).rstrip(b"=").decode()
    assert await signer.code(f"{head}.{changed}.{signature}") == 20107


async def test_whose_key_it_is_and_what_became_of_it(signer: Signer) -> None:
    house = signer.house
    sub = (await house.post("/2010-04-01/Accounts.json")).json
    assert await signer.code(signer.make(sub=sub["sid"])) == 20103  # another account's, though it is a subaccount
    work = house.platform.work()
    narrow, secret = create_api_key(work, house.account_sid, grade="restricted", policy={"allow": ["/twilio/voice/calls/read"]})
    theirs, their_secret = create_api_key(work, sub["sid"])
    await work.commit()
    assert await signer.code(Signer(house, narrow.sid, secret).make()) == 20160
    token = Signer(house, theirs.sid, their_secret).make(sub=sub["sid"])
    assert (await verify_access_token(token, house.platform)).account_sid == sub["sid"]
    await house.post(f"/2010-04-01/Accounts/{sub['sid']}.json", Status="suspended")
    assert await signer.code(token) == 20103
    await house.delete(f"/Keys/{signer.sid}.json")
    assert await signer.code(signer.make()) == 20103


async def test_the_platforms_clock_decides(signer: Signer) -> None:
    token = signer.make()
    await verify_access_token(token, signer.house.platform)
    signer.house.platform.clock.advance(3601 * SECOND)
    assert await signer.code(token) == 20104


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["identity", "voice", "video", "chat", "data_sync", "task_router", "player", "incoming", "outgoing", "room", "x"])


@given(grants=VALUES | st.dictionaries(NAMES, VALUES | st.dictionaries(NAMES, VALUES, max_size=4), max_size=6))
def test_grants_of_any_shape_are_read_or_refused(grants: Any) -> None:
    try:
        assert isinstance(read_grants(grants), Grants)
    except Problem as refused:
        assert refused.code == 20106
