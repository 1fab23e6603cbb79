"""What people of each role reach through the API, what the audit says of it, and the reviewer who is a person."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conftest import House
from trunkline.foundations.access.policy import needed_permission, permit
from trunkline.foundations.people.actions.record_api_act import api_act
from trunkline.foundations.people.roles import ROLES, scopes_of_role
from trunkline.foundations.trust.enforcement.tests.cases import MALWARE, appeal, break_rule, cases, subaccount
from trunkline.kernel import catalogue
from trunkline.kernel.errors import Problem
from trunkline.kernel.request import Caller
from trunkline.surfaces.console.application import ConsoleApplication

from .hall import Browser, Hall, read

EVERYBODY = frozenset(ROLES)
OWNERS = frozenset({"owner", "admin"})
BUILDERS = OWNERS | {"developer"}

# (method, path below the account or whole, parameters, the roles that reach it)
TABLE: tuple[tuple[str, str, dict[str, str], frozenset[str]], ...] = (
    ("GET", "/Messages.json", {}, EVERYBODY - {"reviewer"}),
    ("POST", "/Messages.json", {"To": "+15551230001", "From": "+15557770001", "Body": "hi"}, BUILDERS | {"support"}),
    ("GET", "/network/v1/Handsets", {}, EVERYBODY - {"reviewer"}),
    ("POST", "/network/v1/Handsets", {"PhoneNumber": "+15551239999"}, BUILDERS | {"support"}),
    ("GET", "/IncomingPhoneNumbers.json", {}, EVERYBODY - {"reviewer"}),
    ("POST", "/IncomingPhoneNumbers.json", {"PhoneNumber": "+15005550006"}, BUILDERS),
    ("POST", "/messaging/v1/Services", {"FriendlyName": "S"}, BUILDERS),
    ("GET", "/privacy/v1/Holdings", {}, OWNERS),
    ("GET", "/privacy/v1/Holdings/messaging_message", {}, OWNERS),
    ("POST", "/privacy/v1/Restrictions", {"Address": "+15551230001"}, OWNERS),
    ("GET", "/Keys.json", {}, BUILDERS | {"compliance"}),
    ("POST", "/Keys.json", {"FriendlyName": "k"}, BUILDERS),
    ("GET", "", {}, OWNERS),
    ("POST", "", {"FriendlyName": "Renamed"}, OWNERS),
    ("GET", "/2010-04-01/Accounts.json", {}, OWNERS),
    ("POST", "/2010-04-01/Accounts.json", {}, OWNERS),
    ("POST", "/accounts/v1/AuthTokens/Secondary", {}, OWNERS),
    ("GET", "/monitor/v1/Events", {}, OWNERS),
    ("GET", "/monitor/v1/Alerts", {}, BUILDERS | {"support", "compliance"}),
    ("GET", "/Usage/Records.json", {}, BUILDERS | {"compliance"}),
    ("POST", "/compliance/v1/Brands", {"Name": "B"}, BUILDERS | {"compliance"}),
    ("GET", "/compliance/v1/Decisions", {}, EVERYBODY - {"reviewer"}),
    ("GET", "/compliance/v1/Appeals", {}, EVERYBODY - {"support"}),
    ("GET", "/compliance/v1/Reviews", {}, frozenset({"reviewer"})),
    ("GET", "/compliance/v1/TextReviewQueue", {}, frozenset({"reviewer"})),
    ("POST", "/compliance/v1/Reviewers", {"Name": "R", "Email": "r@review.example"}, OWNERS),
)


@pytest.fixture
async def hall(house: House) -> Hall:
    return Hall(house, ConsoleApplication(house.platform, house.application))


async def _crowd(hall: Hall) -> dict[str, Browser]:
    owner = await hall.owner()
    return {"owner": owner, **{role: await hall.member(owner, role) for role in ROLES if role != "owner"}}


def _at(path: str, account_sid: str) -> str:
    if re.match(r"/(2010|[a-z]+/v\d)", path):
        return "rest" + path
    return f"rest/2010-04-01/Accounts/{account_sid}{path}" + ("" if path.endswith(".json") else ".json")


async def test_each_role_reaches_what_is_its_and_no_more(hall: Hall) -> None:
    crowd = await _crowd(hall)
    for method, path, form, may in TABLE:
        for role, browser in crowd.items():
            answer = await browser.api(method, _at(path, hall.house.account_sid), form)
            code = read(answer).get("code") if answer.status >= 400 else None
            refused = code in (99420, 20003, 20006, 20404)
            assert refused == (role not in may), (method, path, role, answer.status, answer.body[:200])
            assert answer.status != 401  # which a page takes for the end of the session


def test_no_role_but_the_owners_reaches_accounts_tokens_apps_or_the_audit() -> None:
    """Every operation there is, by the same question that the API asks."""
    operations = [(r.method, r.mount.product, r.mount.path, "route") for r in catalogue.routes()]
    methods = {"list": "GET", "fetch": "GET", "create": "POST", "update": "POST", "delete": "DELETE"}
    operations += [(methods[v], m.product, m.path, v) for kind in catalogue.resources() for m in kind.mounts for v in m.verbs]
    for role in sorted(EVERYBODY - OWNERS):
        caller = Caller("AC" + "1" * 32, "US" + "1" * 32, False, scopes_of_role(role))
        reached = set()
        for operation in operations:
            try:
                permit(caller, *operation)
            except Problem as problem:
                assert problem.code == 99420 and problem.status == 403
            else:
                reached.add(operation)
        assert reached
        for method, product, path, verb in reached:
            place = re.sub(r"\{\w+\}", "{}", path)
            assert not (product == "api" and place in ("/2010-04-01/Accounts", "/2010-04-01/Accounts/{}")), (role, verb)
            assert "AuthTokens" not in path and "OAuthApps" not in path and not (product == "monitor" and "Events" in path)
            if role in ("support", "compliance", "reviewer"):
                assert method == "GET" or not {"Keys", "SigningKeys", "SmppCredentials", "Carriers"} & set(path.split("/"))
            if role == "reviewer":
                assert product == "compliance"


async def test_the_owner_acts_in_subaccounts_and_others_after_going_there(hall: Hall) -> None:
    crowd = await _crowd(hall)
    sub = (await hall.house.post("/2010-04-01/Accounts.json", FriendlyName="Sub")).json["sid"]
    path = f"rest/2010-04-01/Accounts/{sub}/Messages.json"
    assert (await crowd["owner"].api("GET", path)).status == 200
    assert (await crowd["developer"].api("GET", path)).status == 404
    moved = await crowd["developer"].do("POST", "session/account", {"account_sid": sub})
    assert (moved["account"]["sid"], moved["role"]) == (sub, "developer")
    assert (await crowd["developer"].api("GET", path)).status == 200


async def test_the_audit_names_the_person_the_deed_and_the_place(hall: Hall) -> None:
    owner = await hall.owner()
    person = (await owner.get("session"))["person"]["sid"]
    key = read(await owner.api("POST", _at("/Keys.json", hall.house.account_sid), {"FriendlyName": "k"}))["sid"]
    await owner.api("DELETE", _at(f"/Keys/{key}.json", hall.house.account_sid))
    answer = await owner.ask("GET", "rest/monitor/v1/Events")
    first, second = read(answer)["events"][:2]
    assert [first["event_type"], second["event_type"]] == ["api-key.deleted", "api-key.created"]
    for one in (first, second):
        assert (one["actor_sid"], one["actor_type"], one["resource_sid"], one["source"]) == (person, "user", key, "web")
        assert one["source_ip_address"] == "203.0.113.7"
    mine = (await hall.house.get("/monitor/v1/Events", ActorSid=person, EventType="api-key.created")).json["events"]
    assert [one["sid"] for one in mine] == [second["sid"]]
    assert (await hall.house.get(f"/monitor/v1/Events/{second['sid']}")).json["description"] == "Created api key"
    stranger = await subaccount(hall.house)
    assert (await hall.house.get(f"/monitor/v1/Events/{second['sid']}", auth=stranger)).status == 404


def test_every_write_of_the_api_has_a_name_in_the_audit() -> None:
    for route in catalogue.routes():
        named = api_act(route.method, route.mount.product, route.mount.path, "route")
        if named:
            assert re.fullmatch(r"[a-z0-9.-]+\.(created|updated|deleted)", named), (route.mount.path, named)
            assert needed_permission(route.mount.product, re.sub(r"\{\w+\}", "{}", route.mount.path), "create")


async def test_a_member_who_reviews_decides_an_appeal(hall: Hall) -> None:
    house = hall.house
    auth = await subaccount(house)
    await break_rule(house, "harmful-content", account=auth[0], signals=MALWARE)
    case = (await cases(house, auth))[0]["sid"]
    sid = await appeal(house, case, auth)
    owner = await hall.owner()
    author = await hall.member(owner, "reviewer", "author@example.com", authored_rules=["harmful-content"])
    other = await hall.member(owner, "reviewer", "other@example.com")
    decision = {"Outcome": "overturned", "Reasons": "The word was in a product's name."}
    for browser in (owner, author):
        refused = await browser.api("POST", f"rest/compliance/v1/Reviews/{sid}", decision)
        assert refused.status == 403, refused.body
    waiting = read(await other.api("GET", "rest/compliance/v1/Reviews"))["reviews"]
    assert [one["sid"] for one in waiting] == [sid]
    decided = await other.api("POST", f"rest/compliance/v1/Reviews/{sid}", decision)
    assert decided.status == 200, decided.body
    reviewers = {one["email"]: one["sid"] for one in (await house.get("/compliance/v1/Reviewers")).json["reviewers"]}
    assert read(decided)["reviewer_sid"] == reviewers["other@example.com"]
    people = {one["email"]: one for one in (await owner.get("people"))["people"]}
    assert people["author@example.com"]["authored_rules"] == ["harmful-content"]
    await owner.do("PUT", f"people/{people['other@example.com']['sid']}", {"role": "support"})
    assert (await other.api("GET", "rest/compliance/v1/Reviews")).status == 403
    rows = {one["email"]: one["status"] for one in (await house.get("/compliance/v1/Reviewers")).json["reviewers"]}
    assert rows == {"author@example.com": "active", "other@example.com": "dismissed"}


async def test_reviewers_stand_in_the_operators_account_only(hall: Hall) -> None:
    owner = await hall.owner()
    sub = (await hall.house.post("/2010-04-01/Accounts.json")).json["sid"]
    await owner.do("POST", "session/account", {"account_sid": sub})
    assert await owner.refused("POST", "invitations", {"email": "r@example.com", "role": "reviewer"}) == (409, 99423)


async def test_a_suspended_account_reads_and_appeals(hall: Hall) -> None:
    owner = await hall.owner()
    sub = (await hall.house.post("/2010-04-01/Accounts.json")).json["sid"]
    await owner.do("POST", "session/account", {"account_sid": sub})
    admin = await hall.member(owner, "admin")
    await hall.house.post(f"/2010-04-01/Accounts/{sub}.json", Status="suspended")
    path, text = f"rest/2010-04-01/Accounts/{sub}/Messages.json", {"To": "+15551230001", "From": "+15557770001", "Body": "hi"}
    assert (await admin.api("GET", path)).status == 200
    refused: Any = await admin.api("POST", path, text)
    assert (refused.status, read(refused)["code"]) == (403, 20005)
    lodged = await admin.api("POST", "rest/compliance/v1/Appeals", {"EnforcementSid": "EF" + "0" * 32, "Statement": "No."})
    assert read(lodged)["code"] == 20001  # heard, and there is no such case
