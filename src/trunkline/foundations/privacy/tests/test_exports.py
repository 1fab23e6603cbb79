"""R90, R92, R95: what is held is seen, taken away whole, and brought into another account."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from trunkline.foundations.people.dangerous import wants_confirmation
from trunkline.foundations.privacy.find_rows import kinds_held
from trunkline.foundations.privacy.resources.data_export import DataExport
from trunkline.foundations.privacy.resources.erasure import Erasure
from trunkline.foundations.privacy.resources.hold import Hold
from trunkline.foundations.privacy.tests.requests import API, THEIR_WORDS, live_through
from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel import catalogue
from trunkline.kernel.clock import DAY
from trunkline.kernel.fields import Privacy
from trunkline.products.messaging.tests.sending import PHONE, Office, stop_clock


@pytest.fixture
async def office(house: Any) -> Office:
    stop_clock(house)
    return await Office(house).open("twilio")


async def export(office: Office, auth: tuple[str, str] | None = None, **subject: Any) -> tuple[dict[str, Any], bytes]:
    """The export once it is ready, and its package, fetched by the link."""
    house = office.house
    asked = await house.post(f"{API}/Exports", auth=auth, **subject)
    assert asked.status == 201, asked.text

    async def ended() -> bool:
        await house.settle()
        return (await house.get(f"{API}/Exports/{asked.json['sid']}", auth=auth)).json["status"] in ("ready", "failed")

    await house.until(ended)
    made = (await house.get(f"{API}/Exports/{asked.json['sid']}", auth=auth)).json
    assert made["status"] == "ready", made
    assert made["link"] is None  # shown once
    fetched = await house.ask("GET", asked.json["link"].partition(house.host)[2], auth=("", ""))
    assert fetched.status == 200, fetched.text
    made["link"] = asked.json["link"]
    return made, fetched.body


def rows_of(package: zipfile.ZipFile, table: str) -> list[dict[str, Any]]:
    name = f"data/{table}.jsonl"
    return [json.loads(line) for line in package.read(name).splitlines()] if name in package.namelist() else []


async def test_r90_every_field_of_every_kind_stands_in_the_view(office: Office) -> None:
    await live_through(office)
    seen = (await office.house.get(f"{API}/Holdings")).json
    lines = {line["table"]: line for category in seen["categories"] for line in category["kinds"]}
    marks = {Privacy.CONTACT: "contact", Privacy.CONTENT: "content", Privacy.SECRET: "secret"}
    for kind in catalogue.resources():
        if kind.table.name == "kernel_job":
            continue
        line = lines[kind.table.name]
        assert line["held"] is (line["rows"] > 0)
        for column in kind.columns:
            if column.stored:
                assert column.name in line["fields"][marks.get(column.privacy, "other")]  # type: ignore[arg-type]  # None is other
    work = office.house.platform.work()
    for kind in kinds_held():
        if kind.table.name not in ("accounts_account", "requests_api_request"):
            assert lines[kind.table.name]["rows"] == await work.count(kind, account_sid=office.house.account_sid), kind


async def test_r90_one_contact_is_seen_across_kinds_and_row_by_row(office: Office) -> None:
    had = await live_through(office)
    house = office.house
    seen = (await house.get(f"{API}/Holdings", Address=PHONE)).json
    rows = {line["table"]: line["rows"] for category in seen["categories"] for line in category["kinds"] if line["rows"]}
    assert rows["messaging_message"] == 3 and rows["voice_call"] == 1 and rows["messaging_media"] == 1
    assert {"trust_consent", "sync_document", "webhooks_webhook_attempt", "alerts_alert", "simulated_handset"} <= rows.keys()
    page = (await house.get(f"{API}/Holdings/messaging_message", Address=PHONE, PageSize=2)).json
    assert len(page["rows"]) == 2 and page["meta"]["next_page_url"]
    following = (await house.ask("GET", page["meta"]["next_page_url"].partition(house.host)[2])).json
    all_ = {row["sid"]: row["found"] for row in (*page["rows"], *following["rows"])}
    assert all_[had["first"]] == "about" and all_[had["other"]] == "mentions" and len(all_) == 3
    keys = (await house.get(f"{API}/Holdings/access_api_key")).text
    assert "sealed" not in keys
    assert (await house.get(f"{API}/Holdings/no_such_table")).status == 404
    nobody = (await house.get(f"{API}/Holdings", Address="+12125550999")).json
    assert nobody["rows"] == 0


async def test_r92_the_package_is_whole_and_says_what_it_holds(office: Office) -> None:
    had = await live_through(office)
    made, octets = await export(office)
    assert (hashlib.sha256(octets).hexdigest(), len(octets)) == (made["sha256"], made["size"])
    package = zipfile.ZipFile(io.BytesIO(octets))
    manifest = json.loads(package.read("manifest.json"))
    assert {member["name"] for member in manifest["members"]} == set(package.namelist()) - {"manifest.json"}
    for member in manifest["members"]:
        data = package.read(member["name"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (member["sha256"], member["size"]), member["name"]
    assert package.read(f"files/messaging_media/{had['media']}") == b"knee"
    schema = json.loads(package.read("schema.json"))
    work = office.house.platform.work()
    for kind in kinds_held():
        table = kind.table.name
        rows = rows_of(package, table)
        assert len(rows) == manifest["rows"].get(table, 0)
        if table in ("privacy_data_export", "requests_api_request", "ledger_entry", "ledger_usage_counter", "ledger_ledger_balance"):
            continue
        assert len(rows) == (1 if table == "accounts_account" else await work.count(kind, account_sid=office.house.account_sid)), table
        if rows:
            assert all(row.keys() == schema["kinds"][table]["fields"].keys() for row in rows)
            heading, *lines = csv.reader(io.StringIO(package.read(f"csv/{table}.csv").decode(), newline=""))
            assert heading == list(rows[0]) and len(lines) == len(rows)
    texts = b"".join(package.read(name) for name in package.namelist())
    assert THEIR_WORDS.encode() in texts and office.house.auth_token.encode() not in texts
    assert "sealed_token" not in schema["kinds"]["accounts_account"]["fields"]


async def test_r92_the_link_ends_and_no_other_key_opens_it(office: Office) -> None:
    house = office.house
    made, octets = await export(office, Days="2")
    path = made["link"].partition(house.host)[2]
    assert (await house.ask("GET", path[:-1] + ("0" if path[-1] != "0" else "1"), auth=("", ""))).status == 404
    part = await house.ask("GET", path, headers={"range": "bytes=10-19"}, auth=("", ""))
    assert (part.status, part.body) == (206, octets[10:20])
    tail = await house.ask("GET", path, headers={"range": "bytes=-5"}, auth=("", ""))
    assert (tail.status, tail.body) == (206, octets[-5:])
    outside = await house.ask("GET", path, headers={"range": f"bytes={len(octets)}-"}, auth=("", ""))
    assert outside.status == 416
    house.platform.clock.advance(2 * DAY)
    assert (await house.ask("GET", path, auth=("", ""))).status == 410

    async def expired() -> bool:
        await house.settle()
        return bool((await house.get(f"{API}/Exports/{made['sid']}")).json["status"] == "expired")

    await house.until(expired)
    assert (await house.get(f"{API}/Exports/{made['sid']}/Package")).status == 410
    assert (await house.ask("GET", path, auth=("", ""))).status == 410
    assert not list(house.data.rglob(f"{made['sid']}*"))


async def test_r92_a_copy_of_one_contact_holds_what_is_about_them(office: Office) -> None:
    had = await live_through(office)
    made, octets = await export(office, Address=PHONE)
    package = zipfile.ZipFile(io.BytesIO(octets))
    assert {row["sid"] for row in rows_of(package, "messaging_message")} >= {had["first"], had["other"]}
    assert [row["sid"] for row in rows_of(package, "voice_call")] == [had["call"]]
    assert package.read(f"files/messaging_media/{had['media']}") == b"knee"
    assert made["address"] == PHONE
    child = (await office.house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    assert (await office.house.get(f"{API}/Exports/{made['sid']}/Package", auth=(child["sid"], child["auth_token"]))).status == 404


async def test_r92_what_a_spreadsheet_would_run_is_told_apart(office: Office) -> None:
    await office.house.post("/sync/v1/Services", FriendlyName="=HYPERLINK(1)")
    _, octets = await export(office)
    package = zipfile.ZipFile(io.BytesIO(octets))
    assert "'=HYPERLINK(1)" in package.read("csv/sync_service.csv").decode()
    assert rows_of(package, "sync_service")[0]["friendly_name"] == "=HYPERLINK(1)"


async def bring(office: Office, octets: bytes, auth: tuple[str, str]) -> dict[str, Any]:
    house = office.house
    asked = await house.ask("POST", f"{API}/Imports", octets, {"content-type": "application/zip"}, auth)
    assert asked.status == 201, asked.text

    async def ended() -> bool:
        await house.settle()
        return (await house.get(f"{API}/Imports/{asked.json['sid']}", auth=auth)).json["status"] in ("done", "failed")

    await house.until(ended)
    found: dict[str, Any] = (await house.get(f"{API}/Imports/{asked.json['sid']}", auth=auth)).json
    return found


async def test_r95_what_was_exported_stands_in_another_account_in_equal_numbers(office: Office) -> None:
    had = await live_through(office)
    house = office.house
    _, octets = await export(office)
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    auth = (child["sid"], child["auth_token"])
    brought = await bring(office, octets, auth)
    assert brought["status"] == "done", brought
    package = zipfile.ZipFile(io.BytesIO(octets))
    rows = json.loads(package.read("manifest.json"))["rows"]
    told = {line["table"]: line for line in brought["outcome"]}
    assert {table: line["rows"] for table, line in told.items()} == rows
    work = house.platform.work()
    kinds = {kind.table.name: kind for kind in kinds_held()}
    for table, line in told.items():
        assert line["carried"] + line["known"] + sum(line["left_out"].values()) == line["rows"], table
        if line["carried"]:
            assert await work.count(kinds[table], account_sid=child["sid"]) == line["carried"]
    for table in ("messaging_message", "messaging_media", "voice_call", "sync_service", "sync_document", "trust_program", "trust_opt_out"):
        assert told[table]["carried"] == rows[table], told[table]
    assert told["trust_consent"]["carried"] == 0 and told["trust_consent"]["left_out"]
    listed = (await house.get(f"/2010-04-01/Accounts/{child['sid']}/Messages.json", auth=auth)).json["messages"]
    before = {(m["to"], m["body"], m["status"], m["date_sent"], m["price"]) for m in rows_as_listed(await house.get("/Messages.json"))}
    assert {(m["to"], m["body"], m["status"], m["date_sent"], m["price"]) for m in listed} == before
    assert had["first"] not in {m["sid"] for m in listed}
    with_media = [m["sid"] for m in listed if m["body"].startswith("Acme: about")]
    media = (await house.get(f"/2010-04-01/Accounts/{child['sid']}/Messages/{with_media[0]}/Media.json", auth=auth)).json["media_list"]
    assert await house.platform.ports[Blobs].get(media[0]["sid"]) == b"knee"
    evaluated = await house.post("/compliance/v1/OptOuts", auth=auth, Recipient=PHONE, Sender=child["sid"], Scope="account")
    assert evaluated.status == 409  # the opt-out came along, under this account's own key
    again = await bring(office, octets, auth)
    assert all(line["carried"] == 0 for line in again["outcome"])
    assert {t["table"]: t["known"] for t in again["outcome"] if t["known"]} == {
        t: line["carried"] for t, line in told.items() if line["carried"]
    }


def rows_as_listed(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.json["messages"]
    return found


async def booked_of(office: Office, auth: tuple[str, str]) -> list[Any]:
    found: list[Any] = (await office.house.get(f"{API}/Holdings/ledger_entry", auth=auth)).json["rows"]
    return found


async def test_r95_nothing_is_sent_told_or_charged_by_an_import(office: Office) -> None:
    house = office.house
    service = (await house.post("/messaging/v1/Services", FriendlyName="later")).json
    number = (await house.get("/IncomingPhoneNumbers.json")).json["incoming_phone_numbers"][0]
    await house.post(f"/messaging/v1/Services/{service['sid']}/PhoneNumbers", PhoneNumberSid=number["sid"])
    waiting = await office.send(
        sender="", MessagingServiceSid=service["sid"], ScheduleType="fixed", SendAt="2026-11-25T12:00:00Z",
        StatusCallback="http://127.0.0.1:9/told",
    )  # fmt: skip
    assert waiting.status == 201, waiting.text
    _, octets = await export(office)
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    auth = (child["sid"], child["auth_token"])
    booked = await booked_of(office, auth)
    await bring(office, octets, auth)
    listed = (await house.get(f"/2010-04-01/Accounts/{child['sid']}/Messages.json", auth=auth)).json["messages"]
    assert [m["status"] for m in listed] == ["canceled"]
    assert (await house.get(f"{API}/Holdings/webhooks_webhook_attempt", auth=auth)).json["rows"] == []
    assert await booked_of(office, auth) == booked


def repacked(octets: bytes, name: str, change: Any) -> bytes:
    """The package with one member changed, its manifest made to fit."""
    old = zipfile.ZipFile(io.BytesIO(octets))
    members = {n: old.read(n) for n in old.namelist()}
    members[name] = change(members[name])
    manifest = json.loads(members["manifest.json"])
    for member in manifest["members"]:
        if member["name"] == name:
            member["sha256"], member["size"] = hashlib.sha256(members[name]).hexdigest(), len(members[name])
    members["manifest.json"] = json.dumps(manifest).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for n, data in members.items():
            new.writestr(n, data)
    return out.getvalue()


async def test_r95_what_is_no_package_is_refused_and_a_bad_row_left_out(office: Office) -> None:
    house = office.house
    await house.post("/sync/v1/Services", FriendlyName="one")
    await house.post("/sync/v1/Services", FriendlyName="two")
    auth = (house.account_sid, house.auth_token)
    for octets in (b"", b"no zip", b"PK\x05\x06" + b"\0" * 18):
        refused = await house.ask("POST", f"{API}/Imports", octets, {"content-type": "application/zip"}, auth)
        assert (refused.status, refused.json["code"]) == (400, 20001), refused.text
    _, octets = await export(office)
    changed = bytearray(octets)
    changed[150:160] = bytes(10)
    assert (await bring(office, bytes(changed), auth))["status"] == "failed"
    child = (await house.post("/2010-04-01/Accounts.json", FriendlyName="child")).json
    below = (child["sid"], child["auth_token"])

    def spoil(data: bytes) -> bytes:
        first, second = map(json.loads, data.splitlines())
        return json.dumps({**first, "friendly_name": 7}).encode() + b"\n" + json.dumps({**second, "sid": "../../x"}).encode() + b"\n"

    spoilt = await bring(office, repacked(octets, "data/sync_service.jsonl", spoil), below)
    line = next(line for line in spoilt["outcome"] if line["table"] == "sync_service")
    assert (line["carried"], line["left_out"]) == (0, {"not in the form of the schema": 2})
    torn = await bring(office, repacked(octets, "data/sync_service.jsonl", lambda data: b"[1]\n" + data), below)
    assert torn["status"] == "failed" and "no JSON object" in torn["problem"]


def test_r92_a_person_at_the_console_proves_who_they_are_first() -> None:
    for kind in (DataExport, Erasure, Hold):
        template = f"{kind.mounts[0].path}"
        assert wants_confirmation("POST", "privacy", template, "create"), template
        assert not wants_confirmation("GET", "privacy", template, "list")
    assert wants_confirmation("POST", "privacy", "/v1/Imports", "create")
    assert not wants_confirmation("POST", "privacy", "/v1/Restrictions", "create")
