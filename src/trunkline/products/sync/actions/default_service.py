"""The service that every account has without having made it."""

from __future__ import annotations

from trunkline.kernel.errors import Duplicate
from trunkline.kernel.reactions import finds
from trunkline.kernel.work import Work

from ..resources.service import Service

DEFAULT = "default"


@finds(Service)
async def default_service(key: str, account_sid: str, work: Work) -> Service | None:
    """Make it when it is first asked for by name. It is committed on its own: whatever the request comes to, the service stands."""
    if key != DEFAULT:
        return None
    own = work.platform.work(work.caller)
    made = own.add(Service(account_sid=account_sid, unique_name=DEFAULT, friendly_name="Sync Default Service"))
    try:
        await own.commit()
    except Duplicate:  # another request was first
        return await work.find(Service, account_sid=account_sid, unique_name=DEFAULT)
    return made
