"""API keys in their three forms, what each grade may do, and the policies of restricted keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.foundations.access.actions.create_api_key import create_api_key
from trunkline.foundations.access.policy import permit, read_policy, scopes_of
from trunkline.kernel.errors import Problem
from trunkline.kernel.request import Caller

READ, LIST = "/twilio/messaging/messages/read", "/twilio/messaging/messages/list"


async def restricted(house: Any, *allow: str) -> tuple[str, str]:
    answer = await house.post("/iam/v1/Keys", AccountSid=house.account_sid, KeyType="restricted", Policy=json.dumps({"allow": allow}))
    assert answer.status == 201, answer.text
    assert answer.json["policy"] == {"allow": list(allow)}
    return answer.json["sid"], answer.json["secret"]


@pytest.mark.parametrize("collection", ["Keys", "SigningKeys"])
async def test_the_secret_is_shown_once(house: Any, collection: str) -> None:
    made = await house.post(f"/{collection}.json", FriendlyName="till")
    assert made.status == 201
    assert set(made.json) == {"sid", "friendly_name", "date_created", "date_updated", "secret"}
    assert len(made.json["secret"]) == 32
    shown = {k: v for k, v in made.json.items() if k != "secret"}
    path = f"/{collection}/{made.json['sid']}.json"
    assert (await house.get(path)).json == shown
    renamed = await house.post(path, FriendlyName="shop")
    assert renamed.json["friendly_name"] == "shop"
    for other in ("Keys", "SigningKeys"):  # the same rows
        key = other.replace("K", "_k").lower().lstrip("_")
        assert [k["sid"] for k in (await house.get(f"/{other}.json")).json[key]] == [made.json["sid"]]
    assert (await house.get(path.replace(".json", ""))).text.count(f"<{collection[:-1]}>") == 1
    assert (await house.delete(path)).status == 204
    assert (await house.get(path)).json["code"] == 20404


async def test_a_key_acts_as_its_account_until_it_is_deleted(house: Any) -> None:
    key = (await house.post("/Keys.json")).json
    auth = (key["sid"], key["secret"])
    assert (await house.get("/Messages.json", auth=auth)).status == 200
    assert (await house.get("/Messages.json", auth=auth)).status == 200
    assert (await house.get("/Messages.json", auth=(key["sid"], key["secret"][::-1]))).status == 401
    await house.delete(f"/Keys/{key['sid']}.json")
    refused = await house.get("/Messages.json", auth=auth)
    assert (refused.status, refused.json["code"]) == (401, 20003)


async def test_a_standard_key_manages_neither_accounts_nor_keys_and_a_main_key_does(house: Any) -> None:
    work = house.platform.work()
    main, secret = create_api_key(work, house.account_sid, "main", "main")
    await work.commit()
    standard = (await house.post("/Keys.json")).json
    managing = [
        ("GET", "/2010-04-01/Accounts.json"), ("POST", "/2010-04-01/Accounts.json"),
        ("GET", f"/2010-04-01/Accounts/{house.account_sid}.json"), ("GET", house.at("/Keys.json")), ("POST", house.at("/Keys.json")),
        ("GET", house.at("/SigningKeys.json")), ("GET", f"/iam/v1/Keys?AccountSid={house.account_sid}"),
        ("GET", house.at(f"/Keys/{standard['sid']}.json")),
    ]  # fmt: skip
    for method, path in managing:
        refused = await house.ask(method, path, auth=(standard["sid"], standard["secret"]))
        assert (refused.status, refused.json["code"]) == (401, 20003), path
        assert (await house.ask(method, path, auth=(main.sid, secret))).status in (200, 201), path


async def test_keys_reach_their_own_account_only(house: Any) -> None:
    sub = (await house.post("/2010-04-01/Accounts.json")).json
    work = house.platform.work()
    main, secret = create_api_key(work, house.account_sid, grade="main")
    await work.commit()
    path = f"/2010-04-01/Accounts/{sub['sid']}/Messages.json"
    assert (await house.get(path)).status == 200
    assert (await house.get(path, auth=(main.sid, secret))).json["code"] == 20003
    theirs = await house.post(f"/2010-04-01/Accounts/{sub['sid']}/Keys.json")
    assert theirs.status == 201
    auth = (theirs.json["sid"], theirs.json["secret"])
    assert (await house.get(path, auth=auth)).status == 200
    assert (await house.get("/Messages.json", auth=auth)).json["code"] == 20003
    assert (await house.get(f"/Keys/{theirs.json['sid']}.json")).json["code"] == 20404


async def test_wrong_names_and_sids(house: Any) -> None:
    assert (await house.post("/Keys.json", FriendlyName="x" * 65)).json["code"] == 70001
    assert (await house.post("/Keys.json", FriendlyName="x" * 64)).status == 201
    assert (await house.post("/Keys.json")).json["friendly_name"] is None
    assert (await house.get(f"/Keys/{house.account_sid}.json")).json["code"] == 70002
    assert (await house.get("/iam/v1/Keys")).json["code"] == 20001
    assert (await house.post("/iam/v1/Keys")).json["code"] == 20001
    assert (await house.post("/iam/v1/Keys", AccountSid="AC" + "0" * 32)).status == 401


async def test_iam_shows_flags_in_lists_and_policies_of_one(house: Any) -> None:
    sid, _ = await restricted(house, READ)
    standard = (await house.post("/iam/v1/Keys", AccountSid=house.account_sid, FriendlyName="foo")).json
    assert standard["policy"] is None
    listed = (await house.get("/iam/v1/Keys", AccountSid=house.account_sid)).json
    assert {k["sid"]: k["flags"] for k in listed["keys"]} == {
        sid: ["rest_api", "restricted"],
        standard["sid"]: ["rest_api", "signing"],
    }
    assert listed["meta"]["key"] == "keys"
    assert (await house.get(f"/iam/v1/Keys/{sid}")).json["policy"] == {"allow": [READ]}
    changed = await house.post(f"/iam/v1/Keys/{sid}", Policy=json.dumps({"allow": [LIST]}), FriendlyName="n")
    assert (changed.json["policy"], changed.json["friendly_name"]) == ({"allow": [LIST]}, "n")
    assert (await house.post(f"/iam/v1/Keys/{standard['sid']}", Policy=json.dumps({"allow": [LIST]}))).json["code"] == 70002
    assert (await house.delete(f"/iam/v1/Keys/{sid}")).status == 204
    assert (await house.delete(f"/iam/v1/Keys/{sid}")).status == 404


async def test_a_restricted_key_may_do_what_its_policy_names(house: Any) -> None:
    sid, secret = await restricted(house, READ)
    refused = await house.get("/Messages.json", auth=(sid, secret))
    assert (refused.status, refused.json["code"]) == (401, 70051)
    assert "twilio/messaging/messages/list" in refused.json["message"]
    assert (await house.get(f"/Messages/SM{'0' * 32}.json", auth=(sid, secret))).status == 404  # it may look
    await house.post(f"/iam/v1/Keys/{sid}", Policy=json.dumps({"allow": [LIST]}))
    assert (await house.get("/Messages.json", auth=(sid, secret))).status == 200  # the change is felt at once
    assert (await house.get("/2010-04-01/Accounts.json", auth=(sid, secret))).json["code"] == 20003
    assert (await house.post("/Keys.json", auth=(sid, secret))).json["code"] == 20003


@pytest.mark.parametrize("policy", ["", "x", "[]", "{}", '{"allow": []}', '{"allow": ["/twilio/x"]}', '{"allow": "all"}', '{"allow": [1]}',
                                    '{"allow": ["/twilio/a/b/fly"]}',
                                    json.dumps({"allow": [READ] * 101}), json.dumps({"allow": [READ], "x": []})])  # fmt: skip
async def test_what_is_no_policy_is_refused(house: Any, policy: str) -> None:
    answer = await house.post("/iam/v1/Keys", AccountSid=house.account_sid, KeyType="restricted", Policy=policy)
    assert (answer.status, answer.json["code"]) == (400, 70002)


async def test_the_2010_api_makes_standard_keys_whatever_is_asked(house: Any) -> None:
    made = (await house.post("/Keys.json", KeyType="restricted", Policy=json.dumps({"allow": [READ]}))).json
    assert (await house.get(f"/iam/v1/Keys/{made['sid']}")).json["policy"] is None


ACCOUNT = "/2010-04-01/Accounts/{account_sid}"
OPERATIONS = [
    ("GET", "api", f"{ACCOUNT}/Messages", "fetch", READ),
    ("POST", "api", f"{ACCOUNT}/Messages", "update", "/twilio/messaging/messages/update"),
    ("POST", "api", f"{ACCOUNT}/Messages", "create", "/twilio/messaging/messages/create"),
    ("POST", "api", ACCOUNT + "/Messages/{message_sid}/Feedback", "route", "/twilio/messaging/messages.feedback/create"),
    ("GET", "api", ACCOUNT + "/Calls/{call_sid}/Recordings", "list", "/twilio/voice/calls.recordings/list"),
    ("GET", "api", f"{ACCOUNT}/SIP/CredentialLists", "list", "/twilio/voice/sip.credential-lists/list"),
    ("DELETE", "messaging", "/v1/Services/{service_sid}/PhoneNumbers", "delete", "/twilio/messaging/services.phonenumbers/delete"),
    ("POST", "verify", "/v2/Services/{service_sid}/Verifications", "create", "/twilio/verify/verification/create"),
    ("GET", "taskrouter", "/v1/Workspaces/{workspace_sid}/Workflows", "list", "/twilio/taskrouter/workspaces.workflows/list"),
    ("GET", "api", ACCOUNT + "/Keys/{key_sid}", "route", "/twilio/iam/api-keys/read"),
]


@given(asked=st.sampled_from(OPERATIONS), allowed=st.sets(st.sampled_from([o[4] for o in OPERATIONS])), every=st.booleans())
def test_a_policy_lets_through_exactly_what_it_names(asked: tuple[str, str, str, str, str], allowed: set[str], every: bool) -> None:
    method, product, template, verb, needed = asked
    named = [p.rsplit("/", 1)[0] + "/*" if every else p for p in sorted(allowed)]
    caller = Caller("AC1", "SK1", scopes=scopes_of({"allow": named}))
    widely = {p.rsplit("/", 1)[0] for p in named} if every else set()
    if needed in allowed or needed.rsplit("/", 1)[0] in widely:
        permit(caller, method, product, template, verb)
    else:
        with pytest.raises(Problem) as refused:
            permit(caller, method, product, template, verb)
        assert refused.value.code == 70051


def test_what_is_denied_is_denied_though_it_is_allowed() -> None:
    policy = read_policy({"allow": ["/twilio/messaging/messages/*"], "deny": ["/twilio/messaging/messages/delete"]})
    caller = Caller("AC1", "OQ1", scopes=scopes_of(policy))
    permit(caller, "GET", "api", f"{ACCOUNT}/Messages", "list")
    with pytest.raises(Problem):
        permit(caller, "DELETE", "api", f"{ACCOUNT}/Messages", "delete")


async def test_test_credentials_have_four_resources(house: Any) -> None:
    sid, _ = house.test
    at = f"/2010-04-01/Accounts/{sid}"
    for path in (
        f"{at}/Messages.json",
        f"{at}/Calls.json",
        f"{at}.json",
        "/2010-04-01/Accounts.json",
        f"{at}/Keys.json",
        "/sync/v1/Services",
    ):
        refused = await house.get(path, auth=house.test)
        assert refused.json["code"] in (20008, 20501, 20404), path
        assert refused.status in (403, 501, 404)
    assert (await house.get(f"{at}/Keys.json", auth=house.test)).status == 403
    assert (await house.post("/Messages.json", auth=house.test, To="+15005550009")).json["code"] == 20003  # of the live account
    tried = await house.post(f"{at}/Messages.json", auth=house.test, To="+15005550001", From="+15005550006", Body="x")
    assert tried.json.get("code") != 20008
