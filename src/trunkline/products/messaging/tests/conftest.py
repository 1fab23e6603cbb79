"""An account with numbers, phones and Messaging Services, for the tests of messaging."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from trunkline.products.numbers.actions.provision_number import provision_number

NUMBER, OTHER, HANDSET = "+15557770001", "+15557770002", "+15551230001"


@dataclass
class Desk:
    """What somebody with an account does with Messaging Services. `house` is the running platform."""

    house: Any
    owned: dict[str, str] = field(default_factory=dict)

    async def buy(self, number: str, **settings: Any) -> str:
        """The SID of a number that the account now has."""
        work = self.house.platform.work()
        row = await provision_number(work, self.house.account_sid, number, **settings)
        await work.commit()
        self.owned[number] = row.sid
        return str(row.sid)

    async def service(self, *numbers: str, **settings: Any) -> str:
        """The SID of a new service with these numbers in its pool."""
        made = await self.house.post("/messaging/v1/Services", FriendlyName="Test", **settings)
        assert made.status == 201, made.text
        sid = made.json["sid"]
        for number in numbers:
            await self.join(sid, number)
        return str(sid)

    async def join(self, service: str, number: str) -> None:
        if number not in self.owned:
            await self.buy(number)
        added = await self.house.post(f"/messaging/v1/Services/{service}/PhoneNumbers", PhoneNumberSid=self.owned[number])
        assert added.status == 201, added.text

    async def short_code(self, service: str, code: str, **settings: Any) -> None:
        made = await self.house.post("/network/v1/ShortCodes", ShortCode=code, **settings)
        assert made.status == 201, made.text
        added = await self.house.post(f"/messaging/v1/Services/{service}/ShortCodes", ShortCodeSid=made.json["sid"])
        assert added.status == 201, added.text

    async def handset(self, number: str = HANDSET) -> str:
        made = await self.house.post("/network/v1/Handsets", PhoneNumber=number)
        assert made.status == 201, made.text
        return number

    async def send(self, service: str, to: str = HANDSET, **parameters: Any) -> str:
        """The SID of a message that was accepted."""
        parameters = {"Body": "hello", **parameters}
        sent = await self.house.post("/Messages.json", To=to, MessagingServiceSid=service, **parameters)
        assert sent.status == 201, sent.text
        return str(sent.json["sid"])

    async def message(self, sid: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.house.get(f"/Messages/{sid}.json")).json
        return found

    async def ended(self, sid: str, *states: str) -> dict[str, Any]:
        """The message once it is in one of these states: delivered, undelivered or failed where none is named."""
        wanted = states or ("delivered", "undelivered", "failed")

        async def there() -> bool:
            return (await self.message(sid))["status"] in wanted

        await self.house.until(there)
        return await self.message(sid)

    async def why(self, sid: str) -> dict[str, Any]:
        """Why the message has the sender that it has."""
        found: dict[str, Any] = (await self.house.get(f"/network/v1/SenderChoices/{sid}")).json
        return found


@pytest.fixture
async def desk(house: Any) -> AsyncIterator[Desk]:
    yield Desk(house)
