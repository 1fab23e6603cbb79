"""Remove an application; numbers that named it name none any more, and use their own URLs again."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.reactions import deletes
from trunkline.kernel.work import Work

from ..resources.application import Application
from ..resources.incoming_phone_number import IncomingPhoneNumber


@deletes(Application)
async def remove_application(application: Application, work: Work) -> None:
    account_sid, sid = application.account_sid, application.sid
    numbers = await work.select(IncomingPhoneNumber, account_sid=account_sid, sms_application_sid=sid)
    named = {number.sid for number in numbers}
    for number in await work.select(IncomingPhoneNumber, account_sid=account_sid, voice_application_sid=sid):
        if number.sid not in named:
            numbers.append(number)
    for number in numbers:
        freed: dict[str, Any] = {name: "" for name in ("sms_application_sid", "voice_application_sid") if getattr(number, name) == sid}
        work.change(number, **freed)
    work.remove(application)
