"""Calls and recordings through the REST surface."""

from __future__ import annotations

import io
import wave
from typing import Any

import pytest
from lxml import etree

from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel.clock import DAY, SECOND
from trunkline.kernel.request import Caller
from trunkline.products.voice.actions.place_call import place_call
from trunkline.products.voice.actions.register_call import register_call
from trunkline.products.voice.actions.store_recording import store_recording
from trunkline.products.voice.resources.call import Call
from trunkline.products.voice.resources.recording import Recording

GOOD = {"To": "+14155552671", "From": "+14155552672", "Url": "https://example.com/twiml"}
CONFERENCE = "CF" + "0" * 32


def sound(seconds: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(i % 251 for i in range(32000)) * seconds)
    return out.getvalue()


async def a_call(house: Any, **more: Any) -> Call:
    work = house.platform.work()
    call = register_call(work, account_sid=house.account_sid, **{"to": "+14155552671", "from_": "client:bob", **more})
    await work.commit()
    return call


async def a_recording(house: Any, **more: Any) -> Recording:
    work = house.platform.work()
    row = await store_recording(work, account_sid=house.account_sid, audio=sound(2), source="RecordVerb", **more)
    await work.commit()
    return row


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({}, 501, 20501),
        ({"To": ""}, 400, 21201),
        ({"From": ""}, 400, 21213),
        ({"Url": ""}, 400, 21205),
        ({"Url": "nowhere"}, 400, 21205),
        ({"To": "call me"}, 400, 21217),
        ({"From": "nobody"}, 400, 21212),
        ({"Url": "", "ApplicationSid": "AP1"}, 400, 21218),
        ({"Method": "PUT"}, 400, 20001),
    ],
)
async def test_a_call_is_checked_and_then_not_placed(house: Any, change: dict[str, str], status: int, code: int) -> None:
    answer = await house.post("/Calls.json", **{**GOOD, **change})
    assert (answer.status, answer.json["code"]) == (status, code)
    assert await house.platform.work().count(Call) == 0


async def test_a_rehearsal_answers_and_keeps_nothing(house: Any) -> None:
    work = house.platform.work(Caller(house.account_sid, house.account_sid, rehearsal=True))
    draft = Call(account_sid=house.account_sid, to="(415) 555-2671", from_="+15005550006", twiml="<Response/>")
    call = await place_call(draft, work)
    assert (call.status, call.to, call.sid[:2], work.operations) == ("queued", "+14155552671", "CA", [])


async def test_calls_are_listed_by_what_they_are(house: Any) -> None:
    parent = await a_call(house)
    child = await a_call(house, direction="outbound-dial", parent_call_sid=parent.sid, to="+14155550000")
    work = house.platform.work()
    work.move(parent, "answer", start_time=work.now)
    await work.commit()

    async def found(**filters: str) -> list[str]:
        return [c["sid"] for c in (await house.get("/Calls.json", **filters)).json["calls"]]

    assert await found() == [child.sid, parent.sid]
    assert await found(Status="in-progress") == [parent.sid]
    assert await found(ParentCallSid=parent.sid) == [child.sid]
    assert await found(To="+14155550000") == [child.sid]
    assert await found(**{"StartTime>": "2000-01-01"}) == [parent.sid]
    assert await found(**{"StartTime<": "2000-01-01"}) == []
    assert (await house.get("/Calls.json", Status="asleep")).json["code"] == 20001
    shown = (await house.get(f"/Calls/{parent.sid}.json")).json
    assert (shown["to_formatted"], shown["from_formatted"], shown["duration"]) == ("(415) 555-2671", "client:bob", None)
    assert shown["subresource_uris"]["recordings"] == f"/2010-04-01/Accounts/{house.account_sid}/Calls/{parent.sid}/Recordings.json"


async def test_a_call_that_goes_on_cannot_be_deleted(house: Any) -> None:
    call = await a_call(house)
    refused = await house.delete(f"/Calls/{call.sid}.json")
    assert (refused.status, refused.json["code"]) == (409, 20009)
    work = house.platform.work()
    work.move(call, "cancel", end_time=work.now)
    await work.commit()
    assert (await house.delete(f"/Calls/{call.sid}.json")).status == 204
    assert (await house.get(f"/Calls/{call.sid}.json")).status == 404


async def test_one_recording_from_three_sides(house: Any) -> None:
    call = await a_call(house)
    other = await a_call(house)
    row = await a_recording(house, call_sid=call.sid, conference_sid=CONFERENCE)
    lone = await a_recording(house)
    for base in ("", f"/Calls/{call.sid}", f"/Conferences/{CONFERENCE}"):
        shown = (await house.get(f"{base}/Recordings/{row.sid}.json")).json
        assert (shown["duration"], shown["channels"], shown["status"]) == ("2", 2, "completed")
        assert shown["uri"].endswith(f"{base}/Recordings/{row.sid}.json")
        sound_at = f"http://{house.host}/2010-04-01/Accounts/{house.account_sid}/Recordings/{row.sid}"
        assert shown.get("media_url") == (None if base else sound_at)
        assert "date_expires" not in shown
        listed = [r["sid"] for r in (await house.get(f"{base}/Recordings.json")).json["recordings"]]
        assert listed == ([row.sid] if base else [lone.sid, row.sid])
    assert (await house.get(f"/Calls/{other.sid}/Recordings.json")).json["recordings"] == []
    assert (await house.get(f"/Calls/{other.sid}/Recordings/{row.sid}.json")).status == 404
    assert (await house.get("/Calls/CA" + "0" * 32 + "/Recordings.json")).status == 404
    assert (await house.get(f"/Calls/{call.sid}/Recordings/{lone.sid}.json")).status == 404
    for parameters, expected in (
        ({"CallSid": call.sid}, [row.sid]),
        ({"ConferenceSid": CONFERENCE}, [row.sid]),
        ({"DateCreated>": "2000-01-01"}, [lone.sid, row.sid]),
        ({"DateCreated": "2000-01-01"}, []),
    ):
        assert [r["sid"] for r in (await house.get("/Recordings.json", **parameters)).json["recordings"]] == expected


async def test_the_sound_whole_in_part_and_by_head(house: Any) -> None:
    row = await a_recording(house)
    whole = sound(2)
    for ending in ("", ".wav"):
        answer = await house.get(f"/Recordings/{row.sid}{ending}")
        assert (answer.status, answer.headers["content-type"], answer.body) == (200, "audio/x-wav", whole)
    path = house.at(f"/Recordings/{row.sid}.wav")
    head = await house.ask("HEAD", path)
    assert (head.status, head.headers["content-length"], head.body) == (200, str(len(whole)), b"")
    part = await house.ask("GET", path, headers={"range": "bytes=44-143"})
    assert (part.status, part.body, part.headers["Content-Range"]) == (206, whole[44:144], f"bytes 44-143/{len(whole)}")
    past = await house.ask("GET", path, headers={"range": f"bytes={len(whole)}-"})
    assert (past.status, past.headers["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert (await house.get(f"/Recordings/{row.sid}.mp3")).status == 501
    assert (await house.get("/Recordings/RE" + "0" * 32)).status == 404
    described = etree.fromstring((await house.get(f"/Recordings/{row.sid}.xml")).body)
    assert described.findtext("Recording/Sid") == row.sid


async def test_what_a_recording_shows_depends_on_where_it_is_seen(house: Any) -> None:
    call = await a_call(house)
    row = await a_recording(house, call_sid=call.sid)
    own, below = f"/Recordings/{row.sid}.json", f"/Calls/{call.sid}/Recordings/{row.sid}.json"
    assert {"media_url", "subresource_uris", "track"} & (await house.get(own)).json.keys() == {"media_url", "subresource_uris"}
    assert {"media_url", "subresource_uris", "track"} & (await house.get(below)).json.keys() == {"track"}
    assert (await house.delete(below)).status == 204
    assert (await house.get(own, IncludeSoftDeleted="true")).json["status"] == "deleted"
    assert (await house.get(below, IncludeSoftDeleted="true")).status == 404


async def test_a_deleted_recording_keeps_its_row_for_forty_days(house: Any) -> None:
    clock = house.platform.clock
    clock.stop()
    row = await a_recording(house)
    path = f"/Recordings/{row.sid}.json"
    assert (await house.delete(path)).status == 204
    await house.settle()
    assert await house.platform.ports[Blobs].get(row.sid) is None
    assert (await house.get(f"/Recordings/{row.sid}.wav")).status == 404
    assert (await house.get(path)).status == (await house.delete(path)).status == 404
    assert (await house.get("/Recordings.json")).json["recordings"] == []
    assert (await house.get(path, IncludeSoftDeleted="true")).json["status"] == "deleted"
    assert len((await house.get("/Recordings.json", IncludeSoftDeleted="true")).json["recordings"]) == 1
    assert (await house.get("/Recordings.json", IncludeSoftDeleted="perhaps")).json["code"] == 20001
    clock.advance(40 * DAY - SECOND)
    await house.settle()
    assert await house.platform.work().count(Recording) == 1
    clock.advance(SECOND)

    async def gone() -> bool:
        return int(await house.platform.work().count(Recording)) == 0

    await house.until(gone)


async def test_what_is_no_sound_is_not_stored(house: Any) -> None:
    work = house.platform.work()
    with pytest.raises(ValueError, match="not a WAV"):
        await store_recording(work, account_sid=house.account_sid, audio=b"ID3...", source="RecordVerb")
    assert work.operations == []


async def test_recording_a_live_call_waits_for_media(house: Any) -> None:
    call = await a_call(house)
    answer = await house.post(f"/Calls/{call.sid}/Recordings.json")
    assert (answer.status, answer.json["details"]) == (501, {"operation": "CreateCallRecording"})
