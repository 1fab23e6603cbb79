"""Status callbacks to a real server: order, retries, giving up, places, and a process that dies between call and settlement."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]  # the official package has no types

from trunkline.foundations.webhooks.places import Places
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.foundations.webhooks.tests.parcel import Parcel, make_table
from trunkline.foundations.webhooks.tests.site import Asked, Site, answer, hang_up, slow
from trunkline.kernel.clock import SECOND
from trunkline.kernel.jobs import Job
from trunkline.kernel.ports import Insert, Remove

MOVES = ("post", "carry", "hand_over")
STATES = ["posted", "carried", "delivered"]


async def pack(house: Any, url: str, **more: Any) -> Parcel:
    work = house.platform.work()
    row: Parcel = work.add(Parcel(account_sid=house.account_sid, callback=url, **more), state="packed")
    await work.commit()
    return row


async def travel(house: Any, row: Parcel, *moves: str) -> None:
    for move in moves:
        work = house.platform.work()
        work.move(row, move)
        await work.commit()


async def quiet(house: Any) -> None:
    async def done() -> bool:
        return bool(await house.platform.work().count(Job, dead=False) == 0)

    await house.until(done, 20)


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_each_announced_state_is_told_in_order_and_signed(house: Any, site: Site, method: str) -> None:
    await make_table(house.platform)
    row = await pack(house, site.url("/status?for=us"), callback_method=method)
    await travel(house, row, *MOVES)
    await quiet(house)
    assert [asked.form["ParcelStatus"] for asked in site.asked] == STATES
    validator = RequestValidator(house.auth_token)
    for asked in site.asked:
        assert asked.method == method
        assert asked.form["Label"] == "Zürich & back"
        form = asked.form if method == "POST" else {}
        assert validator.validate(asked.url, form, asked.headers["x-twilio-signature"])
    assert len({asked.headers["i-twilio-idempotency-token"] for asked in site.asked}) == 3
    kept = (await house.get("/webhooks/v1/Attempts", ResourceSid=row.sid)).json["attempts"][::-1]
    assert [a["parameters"]["ParcelStatus"] for a in kept] == STATES
    assert [a["sequence"] for a in kept] == [2, 3, 4]
    assert {a["kind"] for a in kept} == {"callback"}


async def test_without_a_url_nothing_is_staged(house: Any) -> None:
    await make_table(house.platform)
    row = await pack(house, "")
    work = house.platform.work()
    work.move(row, "post")
    assert len(work.operations) == 1


async def test_a_success_is_one_row_in_the_commit_that_ends_the_job(house: Any, site: Site) -> None:
    await make_table(house.platform)
    row = await pack(house, site.url("/status"))
    seen: list[list[Any]] = []
    commit = house.platform.database.commit

    async def watched(operations: Any) -> None:
        seen.append(list(operations))
        await commit(operations)

    house.platform.database.commit = watched
    await travel(house, row, "post")
    await quiet(house)
    moved, settled = seen
    assert len(moved) == 2
    insert, remove = settled
    assert isinstance(insert, Insert)
    assert insert.table is WebhookAttempt.table
    assert isinstance(remove, Remove)
    assert remove.table is Job.table


async def test_retries_keep_the_order_of_states(house: Any, site: Site) -> None:
    await make_table(house.platform)
    # A kept connection that closes unanswered is no attempt of its own: the second attempt shall begin on a new one.
    site.answers["/status"] = [answer("503 Busy", b"", "Connection: close"), hang_up, answer("500 Broken"), answer()]
    row = await pack(house, site.url("/status#rc=5&rp=all"))
    await travel(house, row, *MOVES)
    await quiet(house)
    assert [asked.form["ParcelStatus"] for asked in site.asked] == ["posted", "posted", "posted", *STATES]
    assert len({asked.headers["i-twilio-idempotency-token"] for asked in site.asked[:4]}) == 1
    kept = (await house.get("/webhooks/v1/Attempts", ResourceSid=row.sid)).json["attempts"][::-1]
    assert [a["attempt"] for a in kept] == [1, 2, 3, 4, 1, 1]
    assert [a["http_status"] for a in kept] == [503, None, 500, 200, 200, 200]
    assert (await house.get("/monitor/v1/Alerts")).json["alerts"] == []


async def test_what_is_given_up_is_a_dead_job_with_an_alert_and_the_next_goes_on(house: Any, site: Site) -> None:
    await make_table(house.platform)
    site.answers["/status"] = [answer("500 Broken", b"sorry"), answer()]
    row = await pack(house, site.url("/status"))
    await travel(house, row, *MOVES)
    await quiet(house)
    assert [asked.form["ParcelStatus"] for asked in site.asked] == STATES
    [dead] = await house.platform.work().select(Job, dead=True)
    assert "11200" in dead.last_error
    assert dead.arguments["state"] == "posted"
    [alert] = (await house.get("/monitor/v1/Alerts")).json["alerts"]
    assert (alert["error_code"], alert["resource_sid"]) == ("11200", row.sid)
    assert (await house.get(f"/monitor/v1/Alerts/{alert['sid']}")).json["response_body"] == "sorry"


async def test_a_slow_host_gets_no_more_than_its_places_and_nothing_is_lost(house: Any, site: Site) -> None:
    await make_table(house.platform)
    house.platform.ports[Places] = Places(most=3, patience=0.03)
    site.answers["/status"] = [slow(0.05, answer())]
    rows = [await pack(house, site.url("/status")) for _ in range(20)]
    for row in rows:
        await travel(house, row, "post")

    async def told() -> bool:
        house.platform.clock.advance(SECOND)
        return len(site.asked) >= 20 and await house.platform.work().count(Job) == 0

    await house.until(told, 20)
    assert site.most_under_way <= 3
    assert sorted(asked.form["ParcelSid"] for asked in site.asked) == sorted(row.sid for row in rows)


_PROCESS = """
import asyncio, sys
from pathlib import Path
from trunkline.foundations.accounts.actions.create_account import create_main_account
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.foundations.webhooks.tests.parcel import Parcel, make_table
from trunkline.kernel.jobs import Job
from trunkline.runtime.settings import Settings
from trunkline.runtime.wiring import open_platform

async def main(role, data, url):
    platform = await open_platform(Settings(data=Path(data), mode="development"))
    if role == "dies":
        await make_table(platform)
    await platform.jobs.start()
    if role == "dies":
        work = platform.work()
        account = create_main_account(work, "Test")[0]
        row = work.add(Parcel(account_sid=account.sid, callback=url), state="packed")
        work.move(row, "post")
        await work.commit()
        await asyncio.sleep(60)
    while await platform.work().count(Job):
        await asyncio.sleep(0.02)
    for row in await platform.work().select(WebhookAttempt):
        print(row.http_status, row.idempotency_token)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_kill_between_call_and_settlement_repeats_the_call_with_the_same_token(site: Site, tmp_path: Path) -> None:
    async def start(role: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-c", _PROCESS, role, str(tmp_path), site.url("/status"), stdout=asyncio.subprocess.PIPE
        )

    async def pull_the_plug(_: Asked, writer: asyncio.StreamWriter) -> None:
        os.kill(victim.pid, signal.SIGKILL)
        writer.close()

    site.answers["/status"] = [pull_the_plug, answer()]
    victim = await start("dies")
    async with asyncio.timeout(30):
        assert await victim.wait() == -signal.SIGKILL
        survivor = await start("lives")
        out, _ = await survivor.communicate()
    assert survivor.returncode == 0
    first, second = site.asked
    token = first.headers["i-twilio-idempotency-token"]
    assert second.headers["i-twilio-idempotency-token"] == token
    assert second.form == first.form
    assert out.decode().split() == ["200", token]
