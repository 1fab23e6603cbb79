"""Delete a call's record."""

from __future__ import annotations

from trunkline.kernel.reactions import deletes
from trunkline.kernel.work import Work

from ..lifecycle import CALL
from ..resources.call import Call


@deletes(Call)
async def delete_call(row: Call, work: Work) -> None:
    """20009 while it goes on. Its recordings stay, as Twilio's do."""
    if row.status not in CALL.final:
        raise work.refuse(20009, f"Call {row.sid} cannot be deleted while it is {row.status}", 409)
    work.remove(row)
