"""What the tests of judged sends share: an account on a chosen policy, a program with its sender, and a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trunkline.foundations.trust.ports import Registrations
from trunkline.kernel.clock import HOUR, from_datetime, read_duration
from trunkline.kernel.dialects import write_iso8601
from trunkline.products.numbers.actions.provision_number import provision_number

API = "/compliance/v1"
NUMBER, OTHER = "+15557770001", "+15557770002"
PHONE = "+12125550123"
"""In New York by its area code."""
SHOWN = {"Method": "website", "SourceUrl": "https://acme.example/join", "Wording": "I agree to texts from Acme", "WordingVersion": "3"}


class Registered:
    """A registry in which every sender stands; what happens to the others is tested with the registry itself."""

    async def registration_of(self, work: Any, account_sid: str, sender: str, country: str) -> Any:
        return "registered"


@dataclass
class Office:
    """A house whose account writes from NUMBER to PHONE. The clock stands at noon in New York, on a Tuesday, unless moved."""

    house: Any

    async def open(self, preset: str = "policy", **policy: str) -> Office:
        house = self.house
        work = house.platform.work()
        for number in (NUMBER, OTHER):
            await provision_number(work, house.account_sid, number)
        await work.commit()
        house.platform.ports[Registrations] = Registered()
        await self.policy(Preset=preset, **policy)
        made = await house.post("/network/v1/Handsets", PhoneNumber=PHONE)
        assert made.status == 201, made.text
        return self

    async def policy(self, **policy: Any) -> Any:
        answer = await self.house.post(f"{API}/Policy", **policy)
        assert answer.status == 200, answer.text
        return answer.json

    async def program(self, name: str = "Offers", brand: str = "Acme", sender: str = NUMBER, **more: Any) -> str:
        """The SID of a program that sends from `sender`."""
        house = self.house
        category = {"Category": more.pop("Category")} if "Category" in more else {}
        found = (await house.get(f"{API}/Brands", Name=brand)).json["brands"]
        brand_sid = found[0]["sid"] if found else (await house.post(f"{API}/Brands", Name=brand, **category)).json["sid"]
        made = await house.post(f"{API}/Programs", BrandSid=brand_sid, Name=name, **{"Intents": ["marketing", "delivery"], **more})
        assert made.status == 201, made.text
        if sender:
            joined = await house.post(f"{API}/Programs/{made.json['sid']}/Senders", Sender=sender)
            assert joined.status == 201, joined.text
        return str(made.json["sid"])

    async def agree(self, program: str, recipient: str = PHONE, ago: int = HOUR, **more: Any) -> str:
        """The SID of a consent with proof."""
        when = write_iso8601(self.house.platform.clock.now() - ago)
        made = await self.house.post(f"{API}/Consents", ProgramSid=program, Recipient=recipient, CapturedAt=when, **{**SHOWN, **more})
        assert made.status == 201, made.text
        return str(made.json["sid"])

    async def send(self, body: str = "Acme: your parcel is on its way", to: str = PHONE, sender: str = NUMBER, **more: Any) -> Any:
        given = {"From": sender} if sender else {}
        return await self.house.post("/Messages.json", **{"To": to, **given, "Body": body, "MessageIntent": "delivery", **more})

    async def refused(self, *given: Any, **more: Any) -> int:
        """The code of a send that was refused, after which nothing was stored."""
        before = len((await self.house.get("/Messages.json")).json["messages"])
        answer = await self.send(*given, **more)
        assert 400 <= answer.status < 500, answer.text
        assert len((await self.house.get("/Messages.json")).json["messages"]) == before
        code: int = answer.json["code"]
        return code

    async def accepted(self, *given: Any, **more: Any) -> dict[str, Any]:
        answer = await self.send(*given, **more)
        assert answer.status == 201, answer.text
        found: dict[str, Any] = answer.json
        return found

    async def ended(self, sid: str) -> dict[str, Any]:
        """The message once it was delivered or failed; the clock goes on by minutes, as the network takes its time."""
        for _ in range(20):
            await self.house.settle()
            found: dict[str, Any] = (await self.house.get(f"/Messages/{sid}.json")).json
            if found["status"] in ("delivered", "failed", "undelivered"):
                return found
            self.house.platform.clock.advance(read_duration("PT5S"))
        raise AssertionError(f"the message is still {found['status']}")

    async def decisions(self, **filters: Any) -> list[dict[str, Any]]:
        answer = await self.house.get(f"{API}/Decisions", **filters)
        assert answer.status == 200, answer.text
        found: list[dict[str, Any]] = answer.json["decisions"]
        return found

    async def evaluate(self, body: str = "hello", to: str = PHONE, sender: str = NUMBER, **more: Any) -> dict[str, Any]:
        answer = await self.house.post(f"{API}/Evaluate", **{"To": to, "From": sender, "Body": body, **more})
        assert answer.status == 200, answer.text
        found: dict[str, Any] = answer.json
        return found


def stop_clock(house: Any, local_hour: int = 12) -> None:
    """At this hour of New York's 24 November 2026, a Tuesday without daylight saving."""
    from datetime import UTC, datetime, timedelta

    house.platform.clock.stop(from_datetime(datetime(2026, 11, 24, tzinfo=UTC) + timedelta(hours=local_hour + 5)))
