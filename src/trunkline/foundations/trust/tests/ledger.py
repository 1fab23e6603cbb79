"""What the tests of the consent ledger share: a program, and somebody's agreement to it."""

from __future__ import annotations

from typing import Any

from conftest import House
from trunkline.kernel.clock import HOUR
from trunkline.kernel.dialects import write_iso8601

API = "/compliance/v1"
PERSON, SENDER = "+15551230001", "+15557770001"
SHOWN: dict[str, Any] = {
    "Method": "website",
    "SourceUrl": "https://acme.example/join",
    "Wording": "I agree to texts from Acme",
    "WordingVersion": "3",
}


async def make_program(house: House, name: str = "Offers", brand: str = "Acme", sender: str = "", **more: Any) -> tuple[str, str]:
    """SIDs of a brand and of a program of it."""
    found = (await house.get(f"{API}/Brands", Name=brand)).json["brands"]
    brand_sid = found[0]["sid"] if found else (await house.post(f"{API}/Brands", Name=brand)).json["sid"]
    program = await house.post(f"{API}/Programs", BrandSid=brand_sid, Name=name, **{"Intents": ["marketing", "delivery"], **more})
    assert program.status == 201, program.text
    if sender:
        assert (await house.post(f"{API}/Programs/{program.json['sid']}/Senders", Sender=sender)).status == 201
    return brand_sid, program.json["sid"]


def at(house: House, ago: int = 0) -> str:
    return write_iso8601(house.platform.clock.now() - ago)


async def agree(house: House, program: str, recipient: str = PERSON, ago: int = HOUR, **more: Any) -> Any:
    answer = await house.post(f"{API}/Consents", ProgramSid=program, Recipient=recipient, CapturedAt=at(house, ago), **{**SHOWN, **more})
    assert answer.status == 201, answer.text
    return answer.json


async def until_told(house: House, sid: str, name: str, value: Any, differs: bool = False) -> None:
    """Wait for a job that was due later: the clock has been advanced to it, and it is taken up a moment after."""

    async def told() -> bool:
        return ((await house.get(f"{API}/Consents/{sid}")).json[name] == value) is not differs

    await house.until(told)


async def refused(house: House, **form: Any) -> int:
    answer = await house.post(f"{API}/Consents", **form)
    assert 400 <= answer.status < 500, answer.text
    code: int = answer.json["code"]
    return code
