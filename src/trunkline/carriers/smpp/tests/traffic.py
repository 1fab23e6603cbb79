"""Texts of an account, and what became of them."""

from __future__ import annotations

from typing import Any

from trunkline.carriers.smpp.resources.delivery import Delivery
from trunkline.carriers.smpp.resources.remote_message import RemoteMessage
from trunkline.carriers.smpp.resources.submission import Submission

NUMBER = "+15557770001"
PHONE = "+15551230001"


async def send(house: Any, body: str = "hello", to: str = PHONE, **parameters: Any) -> str:
    sent = await house.post("/Messages.json", To=to, From=parameters.pop("From", NUMBER), Body=body, **parameters)
    assert sent.status == 201, sent.text
    return str(sent.json["sid"])


async def state(house: Any, sid: str) -> tuple[str, int | None]:
    found = (await house.get(f"/Messages/{sid}.json")).json
    return found["status"], found["error_code"]


async def reaches(house: Any, sid: str, *states: str) -> tuple[str, int | None]:
    async def there() -> bool:
        return (await state(house, sid))[0] in states

    await house.until(there, 15)
    return await state(house, sid)


async def inbox(house: Any) -> list[Any]:
    """What came in, the oldest first."""
    listed = (await house.get("/Messages.json", To=NUMBER)).json["messages"]
    return [m for m in reversed(listed) if m["direction"] == "inbound"]


async def received(house: Any, count: int = 1) -> list[Any]:
    async def there() -> bool:
        return len(await inbox(house)) >= count

    await house.until(there, 15)
    return await inbox(house)


async def remotes(house: Any, sid: str) -> list[RemoteMessage]:
    found: list[RemoteMessage] = await house.platform.work().select(RemoteMessage, message_sid=sid)
    return found


async def gone(house: Any) -> None:
    """Nothing waits any more."""

    async def empty() -> bool:
        work = house.platform.work()
        return not await work.count(Delivery) and not await work.count(Submission)

    await house.until(empty)
