"""The media settings of an account, and whether a message's pictures may become links."""

from __future__ import annotations

from trunkline.kernel.work import Work

from ..known_pools import known_pools
from ..resources.media_settings import MediaSettings
from ..resources.message import Message


async def media_settings(work: Work, account_sid: str) -> MediaSettings:
    """As they are kept, or the usual ones, which have no SID."""
    found = await work.find(MediaSettings, account_sid=account_sid)
    return found if found is not None else MediaSettings(account_sid=account_sid)


async def may_convert(message: Message, work: Work) -> bool:
    """Whether its pictures may become links: what its Messaging Service says, else what its account says."""
    if message.messaging_service_sid is not None:
        pool = await known_pools(work).pool(work, message.account_sid, message.messaging_service_sid)
        return pool is not None and pool.service.mms_converter
    return (await media_settings(work, message.account_sid)).mms_converter
