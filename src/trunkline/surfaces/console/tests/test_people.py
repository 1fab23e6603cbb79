"""The members of an account: invitations, roles, links, and who is let in where nobody signs in."""

from __future__ import annotations

import pytest

from conftest import House
from trunkline.surfaces.console.application import ConsoleApplication
from trunkline.surfaces.console.people_visitors import PeopleVisitors
from trunkline.surfaces.console.visitor import Visitors

from .hall import EMAIL, PASSWORD, Hall


@pytest.fixture
async def hall(house: House) -> Hall:
    return Hall(house, ConsoleApplication(house.platform, house.application))


async def test_a_link_of_the_terminal_signs_the_owner_in_once(hall: Hall) -> None:
    await hall.owner()
    link, browser = await hall.link(), hall.browser()
    await browser.do("POST", "session", {"link": link})
    assert (await browser.get("session"))["person"]["email"] == EMAIL
    assert await hall.browser().refused("POST", "session", {"link": link}) == (401, 99413)
    await browser.do("POST", "people/me/password", {"password": "forgotten and found again"})  # who signed in by link is fresh


async def test_invitations_make_members_once(hall: Hall) -> None:
    owner = await hall.owner()
    made = await owner.do("POST", "invitations", {"email": "bo@example.com", "role": "support"})
    assert await owner.refused("POST", "invitations", {"email": "BO@example.com", "role": "admin"}) == (409, 99418)
    link, guest = made["link"].partition("#")[2], hall.browser()
    looked = await guest.do("POST", "invitations/look", {"link": link})
    assert (looked["email"], looked["role"], looked["known"]) == ("bo@example.com", "support", False)
    sent = {"link": link, "name": "Bo", "password": PASSWORD, "language": "ja"}
    session = await guest.do("POST", "invitations/accept", sent)
    assert (session["role"], session["account"]["sid"], session["person"]["language"]) == ("support", hall.house.account_sid, "ja")
    assert await hall.browser().refused("POST", "invitations/accept", sent) == (401, 99413)
    people = (await owner.get("people"))["people"]
    assert [(one["name"], one["role"]) for one in people] == [("Ada", "owner"), ("Bo", "support")]
    gone = await owner.do("POST", "invitations", {"email": "cy@example.com", "role": "support"})
    await owner.do("DELETE", f"invitations/{gone['sid']}")
    assert await guest.refused("POST", "invitations/look", {"link": gone["link"].partition("#")[2]}) == (401, 99413)
    assert [one["status"] for one in (await owner.get("invitations"))["invitations"]] == ["withdrawn", "accepted"]


async def test_a_known_person_joins_when_signed_in(hall: Hall) -> None:
    owner = await hall.owner()
    sub = (await hall.house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json["sid"]
    await hall.member(owner, "support", "bo@example.com")
    await owner.do("POST", "session/account", {"account_sid": sub})
    made = await owner.do("POST", "invitations", {"email": "bo@example.com", "role": "developer"})
    link, bo = made["link"].partition("#")[2], hall.browser()
    assert await bo.refused("POST", "invitations/accept", {"link": link, "name": "B", "password": PASSWORD}) == (409, 99418)
    assert await owner.refused("POST", "invitations/accept", {"link": link}) == (401, 99413)  # another person's
    await bo.sign_in("bo@example.com")
    session = await bo.do("POST", "invitations/accept", {"link": link})
    assert (session["account"]["sid"], session["role"]) == (sub, "developer")
    assert {one["sid"]: one["role"] for one in session["accounts"]} == {hall.house.account_sid: "support", sub: "developer"}


async def test_roles_change_and_owners_are_the_owners_matter(hall: Hall) -> None:
    owner = await hall.owner()
    admin, support = await hall.member(owner, "admin"), await hall.member(owner, "support")
    people = {one["role"]: one["sid"] for one in (await owner.get("people"))["people"]}
    assert await support.refused("GET", "people") == (403, 20008)
    assert await admin.refused("PUT", f"people/{people['owner']}", {"role": "support"}) == (403, 99417)
    assert await admin.refused("PUT", f"people/{people['support']}", {"role": "owner"}) == (403, 99417)
    assert await admin.refused("DELETE", f"people/{people['owner']}") == (403, 99417)
    assert await admin.refused("POST", f"people/{people['owner']}/link") == (403, 99417)
    assert await owner.refused("PUT", f"people/{people['owner']}", {"role": "admin"}) == (409, 99417)  # the last one
    assert await owner.refused("DELETE", "people/me") == (409, 99417)
    await admin.do("PUT", f"people/{people['support']}", {"role": "developer"})
    assert (await support.get("session"))["role"] == "developer"  # at once
    await owner.do("PUT", f"people/{people['admin']}", {"role": "owner"})
    await admin.do("PUT", f"people/{people['owner']}", {"role": "support"})
    assert (await owner.get("session"))["role"] == "support"
    await admin.do("DELETE", f"people/{people['support']}")
    assert (await support.ask("GET", "session")).status == 401
    assert await support.refused("POST", "session", {"email": "support@example.com", "password": PASSWORD}) == (401, 99410)


async def test_an_administrator_helps_who_has_forgotten_the_password(hall: Hall) -> None:
    owner = await hall.owner()
    await hall.member(owner, "support")
    sid = (await owner.get("people"))["people"][1]["sid"]
    made, guest = await owner.do("POST", f"people/{sid}/link"), hall.browser()
    assert made["link"].startswith("http://localhost:4010/console/sign-in#")
    session = await guest.do("POST", "session", {"link": made["link"].partition("#")[2]})
    assert session["person"]["email"] == "support@example.com"


async def test_nobody_reaches_another_accounts_people(hall: Hall, house: House) -> None:
    owner = await hall.owner()
    sub = (await house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json["sid"]
    mine = (await owner.get("people"))["people"][0]["sid"]
    invitation = (await owner.do("POST", "invitations", {"email": "x@example.com", "role": "support"}))["sid"]
    await owner.do("POST", "session/account", {"account_sid": sub})
    admin = await hall.member(owner, "admin")  # of the subaccount only
    for method, path in (
        ("PUT", f"people/{mine}"), ("DELETE", f"people/{mine}"), ("POST", f"people/{mine}/link"), ("GET", f"people/{mine}/sessions"),
        ("DELETE", f"people/{mine}/sessions"), ("DELETE", f"invitations/{invitation}"),
    ):  # fmt: skip
        assert await admin.refused(method, path, {"role": "support"}) == (404, 20404), (method, path)
    assert await admin.refused("POST", "session/account", {"account_sid": house.account_sid}) == (404, 20404)
    refused = await admin.refused("GET", f"rest/2010-04-01/Accounts/{house.account_sid}/Messages.json")
    assert refused == (404, 20404)


# Without sign-in


async def test_without_sign_in_everybody_is_the_owner(hall: Hall) -> None:
    hall.house.platform.ports[Visitors] = PeopleVisitors(no_auth=True)
    browser = hall.browser()
    session = await browser.get("session")
    assert (session["role"], session["no_auth"]) == ("owner", True)
    await browser.do("POST", f"rest/2010-04-01/Accounts/{hall.house.account_sid}/Keys.json")
    assert await browser.refused("POST", "totp") == (409, 99422)
    assert (await browser.ask("PATCH", "people/me", {"name": "x"}, x_csrf_token="")).status == 403
    assert await hall.browser(host="evil.example").refused("GET", "people") == (403, 99402)
