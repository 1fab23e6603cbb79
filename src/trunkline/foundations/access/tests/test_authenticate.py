"""Headers that prove something and headers that do not, over the real surface."""

from __future__ import annotations

import ast
import base64
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import trunkline.foundations.access as access
from trunkline.foundations.access import known as known_module
from trunkline.foundations.access.actions.create_api_key import create_api_key
from trunkline.foundations.access.actions.create_oauth_app import create_oauth_app
from trunkline.foundations.access.authenticate import authenticate
from trunkline.foundations.access.known import Known
from trunkline.foundations.access.tokens import auth_token
from trunkline.foundations.access.vault import Vault
from trunkline.foundations.accounts.resources.account import Account
from trunkline.kernel import catalogue
from trunkline.kernel.errors import Problem
from trunkline.kernel.ports import Change, Query
from trunkline.kernel.request import Caller


def basic(user: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()


def own(house: Any) -> str:
    return f"/2010-04-01/Accounts/{house.account_sid}.json"


async def test_right_token_any_case_of_the_scheme(house: Any) -> None:
    right = basic(house.account_sid, house.auth_token)
    for header in (right, right.replace("Basic", "basic"), right.replace("Basic", "BASIC")):
        assert (await house.ask("GET", own(house), headers={"authorization": header})).status == 200


async def test_wrong_headers_answer_401_and_are_not_kept(house: Any) -> None:
    known = house.platform.ports[Known]
    sid, token = house.account_sid, house.auth_token
    good = basic(sid, token)
    wrong = [
        "", "Basic", "Basic ", "Basic !!!!", "Basic " + "A" * 5000, "Bearer", "Bearer x.y.z", "Bearer " + "A" * 5000, "Digest x",
        good + "=",
        good.replace(" ", "  "), good[:-4], "Basic é", basic("", ""), basic(sid, ""), basic(sid, token[:-1]), basic(sid, token + "0"),
        basic(sid.upper(), token), basic(sid, token.upper() if token != token.upper() else token.lower()), basic("AC" + "0" * 32, token),
        basic("SK" + "0" * 32, token), basic(sid + "\0", token), basic(sid, token + "\0"), basic(token, sid), basic("OQ" + "0" * 32, token),
        "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(), "Basic " + base64.b64encode(sid.encode()).decode(),
    ]  # fmt: skip
    for header in wrong:
        answer = await house.ask("GET", own(house), headers={"authorization": header})
        assert (answer.status, answer.json["code"]) == (401, 20003), header
        assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert known.callers == {}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=200), st.binary(max_size=200).map(lambda b: "Basic " + base64.b64encode(b).decode())))
async def test_no_header_whatever_is_a_fault(house: Any, text: str) -> None:
    with pytest.raises(Problem) as refused:
        await authenticate(text, house.platform)
    assert refused.value.code == 20003


async def test_a_hot_caller_is_found_without_the_database(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    header = basic(house.account_sid, house.auth_token)
    first = await authenticate(header, house.platform)

    async def gone(*_: Any) -> None:
        raise AssertionError("the database was asked")

    monkeypatch.setattr(house.platform.database, "fetch", gone)
    assert await authenticate(header, house.platform) is first


async def test_another_process_is_believed_after_a_few_seconds(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    header, now = basic(house.account_sid, house.auth_token), 1000.0
    monkeypatch.setattr(known_module, "monotonic", lambda: now)
    monkeypatch.setattr("trunkline.foundations.access.authenticate.monotonic", lambda: now)
    await authenticate(header, house.platform)
    token = await auth_token(house.account_sid, house.platform)
    other = house.platform.ports[Vault].seal("another-token", f"token of {house.account_sid}")
    # As another process writes it: past the units of work of this one, which is not told.
    await house.platform.database.commit([Change(Account.table, house.account_sid, {"sealed_token": other}, {}, {})])
    assert await authenticate(header, house.platform)
    assert await auth_token(house.account_sid, house.platform) == token
    now += 4.9  # seconds
    with pytest.raises(Problem):
        await authenticate(header, house.platform)
    assert await auth_token(house.account_sid, house.platform) == "another-token"


def test_the_memory_is_bounded_and_the_oldest_goes() -> None:
    known = Known(most=3)
    for n in range(10):
        known.keep(f"header {n}", Caller(f"AC{n}", f"AC{n}"), (f"AC{n}",))
        known.keep_token(f"AC{n}", "t")
    assert list(known.callers) == ["header 7", "header 8", "header 9"]
    assert [known.token(f"AC{n}") for n in range(10)] == [None] * 7 + ["t"] * 3


def test_nothing_is_kept_about_an_account_in_doubt() -> None:
    known = Known()
    known.keep("one", Caller("AC1", "AC1"), ("AC1", "AC0"))
    known.keep("two", Caller("AC2", "AC2"), ("AC2",))
    known.keep_token("AC0", "old")
    known.doubt("AC0")
    assert list(known.callers) == ["two"]
    known.keep("one", Caller("AC1", "AC1"), ("AC1", "AC0"))
    known.keep_token("AC0", "old")
    assert list(known.callers) == ["two"]
    assert known.token("AC0") is None


async def test_a_secret_is_nowhere_in_the_data_folder_or_the_log(house: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    work = house.platform.work()
    _, key_secret = create_api_key(work, house.account_sid)
    app, app_secret = create_oauth_app(work, house.account_sid, {"policy": {"allow": ["/twilio/voice/calls/read"]}})
    await work.commit()
    sub = (await house.post("/2010-04-01/Accounts.json")).json["auth_token"]
    second = (await house.post("/accounts/v1/AuthTokens/Secondary")).json["secondary_auth_token"]
    bearer = (await house.post("/oauth/v2/token", grant_type="client_credentials", client_id=app.sid, client_secret=app_secret)).json
    secrets = [house.auth_token, house.test[1], key_secret, app_secret, sub, second, bearer["access_token"]]
    assert all(len(secret) >= 32 for secret in secrets)
    stored = b"".join(path.read_bytes() for path in house.data.rglob("*") if path.is_file())
    for kind in catalogue.resources():  # what lies on a server has no file in the folder
        stored += repr(await house.platform.database.select(Query(kind.table))).encode()
    assert app.sid.encode() in stored
    for secret in secrets:
        assert secret.encode() not in stored
        assert secret not in caplog.text


def test_secrets_are_compared_in_constant_time_only() -> None:
    """No == or != in this slice has a secret, token, digest or signature on a side."""
    suspect = ("secret", "token", "digest", "signature", "given")
    for path in Path(access.__file__).parent.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
                names = {n.id for side in (node.left, *node.comparators) for n in ast.walk(side) if isinstance(n, ast.Name)}
                names |= {n.attr for side in (node.left, *node.comparators) for n in ast.walk(side) if isinstance(n, ast.Attribute)}
                assert not [n for n in names if n in suspect or n.startswith("sealed_")], f"{path.name}:{node.lineno}"


def test_a_sealed_secret_opens_for_its_own_purpose_and_key_only() -> None:
    vault = Vault(b"k" * 32)
    sealed = vault.seal("hush", "token of AC1")
    assert vault.open(sealed, "token of AC1") == "hush"
    assert vault.seal("hush", "token of AC1") != sealed
    for stranger, purpose in ((vault, "token of AC2"), (Vault(b"j" * 32), "token of AC1")):
        with pytest.raises(ValueError, match="cannot be opened"):
            stranger.open(sealed, purpose)
    with pytest.raises(ValueError, match="32"):
        Vault(b"short")
