"""Traffic for the tests of the simulated network: a number, a phone, texts, and what became of them."""

from __future__ import annotations

from typing import Any

from trunkline.products.numbers.actions.provision_number import provision_number

NUMBER = "+15557770001"
PHONE = "+15551230001"


async def own_number(house: Any) -> None:
    work = house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()


async def declare(house: Any, kind: str, **parameters: Any) -> Any:
    made = await house.post("/network/v1/Faults", Kind=kind, **parameters)
    assert made.status == 201, made.text
    return made.json


async def text(house: Any, to: str, body: str = "hello") -> str:
    sent = await house.post("/Messages.json", To=to, From=NUMBER, Body=body)
    assert sent.status == 201, sent.text
    return str(sent.json["sid"])


async def state(house: Any, sid: str) -> tuple[str, int | None]:
    found = (await house.get(f"/Messages/{sid}.json")).json
    return found["status"], found["error_code"]


async def reaches(house: Any, sid: str, *states: str) -> tuple[str, int | None]:
    """Wait until the message is in one of these states."""

    async def there() -> bool:
        return (await state(house, sid))[0] in states

    await house.until(there)
    return await state(house, sid)


async def held(house: Any, number: str = PHONE, **parameters: Any) -> list[Any]:
    answer = await house.get(f"/network/v1/Handsets/{number}/Messages", **parameters)
    assert answer.status == 200, answer.text
    found: list[Any] = answer.json["messages"]
    return found


async def idle(house: Any) -> None:
    """Until no job is held that is due."""

    async def done() -> bool:
        now = house.platform.clock.now()
        return not any(job.run_at <= now for job in house.platform.jobs.held.values())

    await house.until(done)
