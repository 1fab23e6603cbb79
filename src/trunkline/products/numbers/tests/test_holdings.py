"""Who holds a number: fast, and never wrong about what this process did itself."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.ports import Condition
from trunkline.products.numbers.actions.find_destination import find_destination
from trunkline.products.numbers.actions.find_sender import find_sender
from trunkline.products.numbers.actions.provision_number import provision_number
from trunkline.products.numbers.queries import KEPT, Holdings
from trunkline.products.numbers.resources.incoming_phone_number import IncomingPhoneNumber
from trunkline.products.numbers.resources.short_code import ShortCode

NUMBER = "+15557770001"


async def test_changes_of_this_process_are_seen_at_once(house: Any) -> None:
    work = house.platform.work()
    assert await find_destination(work, NUMBER) is None
    row = await provision_number(work, house.account_sid, NUMBER, sms_url="http://one.test/")
    assert await find_destination(work, NUMBER) is None  # staged only
    await work.commit()
    found = await find_sender(work, house.account_sid, NUMBER)
    assert found is not None
    assert found.sms_url == "http://one.test/"
    assert await find_sender(work, "AC" + "0" * 32, NUMBER) is None
    await house.post(f"/IncomingPhoneNumbers/{row.sid}.json", SmsUrl="http://two.test/")
    found = await find_destination(work, NUMBER)
    assert found is not None
    assert found.sms_url == "http://two.test/"
    await house.delete(f"/IncomingPhoneNumbers/{row.sid}.json")
    assert await find_destination(work, NUMBER) is None


async def test_short_codes_are_senders_too(house: Any) -> None:
    work = house.platform.work()
    assert await find_destination(work, "894546") is None
    work.add(ShortCode(account_sid=house.account_sid, short_code="894546"))
    await work.commit()
    assert isinstance(await find_sender(work, house.account_sid, "894546"), ShortCode)


async def test_another_process_is_believed_after_the_term(house: Any) -> None:
    now = 1000.0
    holdings, work = Holdings(lambda: now), house.platform.work()
    row = await provision_number(work, house.account_sid, NUMBER, sms_url="http://one.test/")
    await work.commit()
    assert await holdings.find(NUMBER, work) is not None

    # As another process writes: past this platform's hooks.
    work.sweep(IncomingPhoneNumber, Condition("sid", "=", row.sid), changes={"sms_url": "http://two.test/"}, account_sid=house.account_sid)
    await work.commit()
    found = await holdings.find(NUMBER, work)
    assert found is not None
    assert found.sms_url == "http://one.test/"
    now += KEPT + 0.001
    found = await holdings.find(NUMBER, work)
    assert found is not None
    assert found.sms_url == "http://two.test/"


async def test_a_read_that_a_change_overtakes_is_not_kept(house: Any) -> None:
    """The row is read, then changed and committed, and only then does the reader get it: it must not be remembered."""
    work = house.platform.work()
    row = await provision_number(work, house.account_sid, NUMBER, sms_url="http://one.test/")
    await work.commit()
    holdings = Holdings()

    class Overtaken:
        async def find(self, kind: type[IncomingPhoneNumber], **equal: Any) -> IncomingPhoneNumber | None:
            found: IncomingPhoneNumber | None = await work.find(kind, **equal)
            holdings.forget(NUMBER)
            await house.post(f"/IncomingPhoneNumbers/{row.sid}.json", SmsUrl="http://two.test/")
            return found

    await holdings.find(NUMBER, Overtaken())  # type: ignore[arg-type]  # a Work of which one method is asked
    found = await holdings.find(NUMBER, work)
    assert found is not None
    assert found.sms_url == "http://two.test/"


async def test_the_second_question_does_not_go_to_the_record(house: Any) -> None:
    holdings, work = Holdings(), house.platform.work()
    await provision_number(work, house.account_sid, NUMBER)
    await work.commit()
    first = await holdings.find(NUMBER, work)
    assert first is not None
    assert await holdings.find(NUMBER, None) is first  # type: ignore[arg-type]  # nothing to read with
    assert await holdings.find("+15557770002", work) is None
    assert await holdings.find("+15557770002", None) is None  # type: ignore[arg-type]  # nothing to read with
