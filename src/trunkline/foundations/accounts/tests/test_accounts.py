"""Accounts over the real surface: subaccounts, their names and states, and what each state ends."""

from __future__ import annotations

from typing import Any

import pytest

from trunkline.foundations.accounts.actions import create_account as creation
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.accounts.standing import may_do_business

ACCOUNTS = "/2010-04-01/Accounts.json"


def one(sid: str) -> str:
    return f"/2010-04-01/Accounts/{sid}.json"


async def subaccount(house: Any, **parameters: str) -> Any:
    answer = await house.post(ACCOUNTS, **parameters)
    assert answer.status == 201, answer.text
    return answer.json


async def test_a_subaccount_is_made_found_and_renamed(house: Any) -> None:
    sub = await subaccount(house, FriendlyName="Shop")
    assert sub["friendly_name"] == "Shop"
    assert sub["owner_account_sid"] == house.account_sid
    assert (sub["status"], sub["type"]) == ("active", "Full")
    assert sub["subresource_uris"]["messages"] == f"/2010-04-01/Accounts/{sub['sid']}/Messages.json"
    assert len(sub["auth_token"]) == 32
    assert (await house.get(one(sub["sid"]))).json == sub
    renamed = await house.post(one(sub["sid"]), FriendlyName="Store")
    assert renamed.json["friendly_name"] == "Store"
    assert renamed.json["auth_token"] == sub["auth_token"]


async def test_its_own_token_opens_itself_and_nothing_else(house: Any) -> None:
    sub, other = await subaccount(house), await subaccount(house)
    auth = (sub["sid"], sub["auth_token"])
    assert (await house.get(one(sub["sid"]), auth=auth)).json["auth_token"] == sub["auth_token"]
    for sid in (house.account_sid, other["sid"], "AC" + "0" * 32):
        refused = await house.get(one(sid), auth=auth)
        assert (refused.status, refused.json["code"]) == (401, 20003)
    assert [a["sid"] for a in (await house.get(ACCOUNTS, auth=auth)).json["accounts"]] == [sub["sid"]]


async def test_the_main_account_is_in_its_list_and_its_test_twin_is_not(house: Any) -> None:
    sub = await subaccount(house)
    listed = (await house.get(ACCOUNTS)).json["accounts"]
    assert {a["sid"] for a in listed} == {house.account_sid, sub["sid"]}


async def test_lists_filter_by_name_and_status_and_page(house: Any) -> None:
    made = [await subaccount(house, FriendlyName=name) for name in ("a", "b", "b")]
    await house.post(one(made[2]["sid"]), Status="suspended")
    named = (await house.get(ACCOUNTS, FriendlyName="b")).json["accounts"]
    assert {a["sid"] for a in named} == {made[1]["sid"], made[2]["sid"]}
    assert [a["sid"] for a in (await house.get(ACCOUNTS, Status="suspended")).json["accounts"]] == [made[2]["sid"]]
    assert (await house.get(ACCOUNTS, Status="asleep")).json["code"] == 21475
    seen, page = [], (await house.get(ACCOUNTS, PageSize=2)).json
    while True:
        seen += [a["sid"] for a in page["accounts"]]
        if page["next_page_uri"] is None:
            break
        page = (await house.get(page["next_page_uri"])).json
    assert seen == [made[2]["sid"], made[1]["sid"], made[0]["sid"], house.account_sid]


async def test_a_name_is_made_up_and_a_long_one_refused(house: Any) -> None:
    assert (await subaccount(house))["friendly_name"].startswith("SubAccount Created at 20")
    assert (await house.post(ACCOUNTS, FriendlyName="x" * 65)).status == 400
    assert (await house.post(one(house.account_sid), FriendlyName="x" * 65)).status == 400


async def test_suspended_means_no_credentials_and_no_traffic_until_activated(house: Any) -> None:
    sub = await subaccount(house)
    auth, messages = (sub["sid"], sub["auth_token"]), f"/2010-04-01/Accounts/{sub['sid']}/Messages.json"
    assert (await house.get(one(sub["sid"]), auth=auth)).status == 200
    assert (await house.post(one(sub["sid"]), Status="suspended")).json["status"] == "suspended"
    refused = await house.get(one(sub["sid"]), auth=auth)
    assert (refused.status, refused.json["code"]) == (401, 20005)
    assert not await may_do_business(sub["sid"], house.platform.work())
    assert (await house.post(messages, To="+15005550009", From="+15005550006", Body="hi")).json["code"] == 10001
    assert (await house.get(messages)).status == 200
    assert (await house.post(one(sub["sid"]), Status="active")).json["status"] == "active"
    assert (await house.get(one(sub["sid"]), auth=auth)).status == 200
    assert await may_do_business(sub["sid"], house.platform.work())


async def test_closed_is_for_ever(house: Any) -> None:
    sub = await subaccount(house)
    assert (await house.post(one(sub["sid"]), Status="closed")).json["status"] == "closed"
    for status in ("active", "suspended", "closed"):
        assert (await house.post(one(sub["sid"]), Status=status)).json["code"] == 21479
    assert (await house.get(one(sub["sid"]), auth=(sub["sid"], sub["auth_token"]))).json["code"] == 20005
    assert (await house.get(one(sub["sid"]))).status == 200
    assert (await house.post(f"/2010-04-01/Accounts/{sub['sid']}/Keys.json")).json["code"] == 10001


async def test_only_the_parent_changes_a_status_and_only_of_a_subaccount(house: Any) -> None:
    sub = await subaccount(house)
    own = await house.post(one(sub["sid"]), auth=(sub["sid"], sub["auth_token"]), Status="closed")
    assert (own.status, own.json["code"]) == (401, 20003)
    assert (await house.post(one(house.account_sid), Status="suspended")).json["code"] == 21477
    assert (await house.post(one(sub["sid"]), Status="dormant")).json["code"] == 21475
    assert (await house.get(one(sub["sid"]))).json["status"] == "active"


async def test_subaccounts_do_not_nest_and_have_a_limit(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sub = await subaccount(house)
    assert (await house.post(ACCOUNTS, auth=(sub["sid"], sub["auth_token"]))).json["code"] == 21101
    monkeypatch.setattr(creation, "MOST_SUBACCOUNTS", 2)
    second = await subaccount(house)
    assert (await house.post(ACCOUNTS)).json["code"] == 21480
    await house.post(one(second["sid"]), Status="closed")
    await subaccount(house)


async def test_a_suspended_parent_takes_its_subaccounts_along(house: Any) -> None:
    sub = await subaccount(house)
    auth = (sub["sid"], sub["auth_token"])
    assert (await house.get(one(sub["sid"]), auth=auth)).status == 200
    work = house.platform.work()
    parent = await work.fetch(Account, house.account_sid)
    work.move(parent, "suspend")
    await work.commit()
    assert (await house.get(one(sub["sid"]), auth=auth)).json["code"] == 20005
    assert (await house.get(ACCOUNTS)).json["code"] == 20005
    assert not await may_do_business(sub["sid"], house.platform.work())


async def test_xml_where_json_is_not_asked(house: Any) -> None:
    answer = await house.get("/2010-04-01/Accounts/" + house.account_sid)
    assert f"<Sid>{house.account_sid}</Sid>" in answer.text


async def test_a_main_account_may_be_given_its_sid_and_token(house: Any) -> None:
    work, sid = house.platform.work(), "AC" + "ab" * 16
    account, token, test, test_token = create_main_account(work, "Mine", sid, "s3cret-of-mine")
    await work.commit()
    assert (account.sid, token) == (sid, "s3cret-of-mine")
    assert (await house.get(one(sid), auth=(sid, token))).json["friendly_name"] == "Mine"
    assert test.rehearses == sid
    assert (await house.get(one(test.sid), auth=(test.sid, test_token))).json["code"] == 20008
    for wrong in ({"sid": "AC1"}, {"sid": "SM" + "0" * 32}, {"token": "short"}, {"token": "with a blank in it"}, {"token": "ü" * 12}):
        with pytest.raises(ValueError, match=r"SID|token"):
            create_main_account(work, "Mine", **wrong)
