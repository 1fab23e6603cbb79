"""What the tests of privacy share: an account that has written to and heard from a person in many ways, and a view of the whole record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trunkline.foundations.ledger.resources.entry import UNFOLDED, Entry
from trunkline.foundations.storage.ports import Blobs
from trunkline.kernel import catalogue
from trunkline.kernel.ports import Query
from trunkline.products.messaging.resources.media import Media
from trunkline.products.messaging.tests.sending import NUMBER, PHONE, Office
from trunkline.products.voice.resources.call import Call

API = "/privacy/v1"
OTHER_PHONE = "+12125550177"
THEIR_WORDS = "my left knee"


async def live_through(office: Office) -> dict[str, Any]:
    """PHONE is written to, answers, is called, has a consent, a picture, a place in a document and an alert; OTHER_PHONE has less."""
    house = office.house
    program = await office.program()
    await office.agree(program)
    await office.agree(program, OTHER_PHONE)
    first = await office.accepted(f"Acme: about {THEIR_WORDS}, Ada")
    await office.ended(first["sid"])
    other = await office.accepted(f"Acme: call back {PHONE} or write", to=OTHER_PHONE)
    number = (await house.get("/IncomingPhoneNumbers.json", PhoneNumber=NUMBER)).json["incoming_phone_numbers"][0]
    await house.post(f"/IncomingPhoneNumbers/{number['sid']}.json", SmsUrl="http://127.0.0.1:9/none")
    handset = (await house.get("/network/v1/Handsets")).json["handsets"][0]
    written = await house.post(f"/network/v1/Handsets/{handset['sid']}/Messages", To=NUMBER, Body=f"{THEIR_WORDS} hurts again")
    assert written.status == 201, written.text
    work = house.platform.work()
    call = work.add(
        Call(account_sid=house.account_sid, to=PHONE, from_=NUMBER, to_formatted="(212) 555-0123", price="-0.01"), state="queued"
    )
    work.move(call, "cancel")
    media = work.add(Media(account_sid=house.account_sid, parent_sid=first["sid"], content_type="image/png", stored=True, size=4))
    await work.commit()
    await work.port(Blobs).put(media.sid, b"knee")
    service = (await house.post("/sync/v1/Services", FriendlyName="notes")).json
    document = await house.post(
        f"/sync/v1/Services/{service['sid']}/Documents", UniqueName="visits", Data=f'{{"who": "{PHONE}", "what": "a visit"}}'
    )
    assert document.status == 201, document.text

    async def alerted() -> bool:
        house.platform.clock.advance(1_000_000)
        await house.settle()
        return bool((await house.get("/monitor/v1/Alerts")).json["alerts"])

    await house.until(alerted)
    stopped = await house.post("/compliance/v1/OptOuts", Recipient=PHONE, Sender=house.account_sid, Scope="account", Source="link")
    assert stopped.status == 201, stopped.text
    await house.settle()
    assert (await house.get(f"/network/v1/Handsets/{PHONE}/Messages")).status == 200  # the number stands in the path that is logged

    async def folded() -> bool:  # the books are closed, so that nothing but what is tested is written
        house.platform.clock.advance(10_000_000)
        await house.settle()
        return not await work.count(Entry, UNFOLDED, account_sid=house.account_sid)

    await house.until(folded)
    return {"program": program, "first": first["sid"], "other": other["sid"], "media": media.sid, "call": call.sid}


async def whole_record(office: Office) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Every row of every table, by table and SID."""
    database = office.house.platform.database
    found = {}
    for kind in catalogue.resources():
        place = kind.table.names.index("sid")
        found[kind.table.name] = {row[place]: row for row in await database.select(Query(kind.table))}
    return found


def octets_of(data: Path) -> bytes:
    """All that lies in the data folder: the database with its log, and the files."""
    return b"".join(path.read_bytes() for path in sorted(data.rglob("*")) if path.is_file() and path.suffix != ".key")
