"""A credential for a customer's SMPP system is made, changed and taken away."""

from __future__ import annotations

import re
from typing import Any

from trunkline.kernel.errors import invalid
from trunkline.kernel.reactions import creates, deletes, task, updates
from trunkline.kernel.work import Work

from ..passwords import LENGTH, hash_password
from ..ports import Binds
from ..resources.delivery import Delivery
from ..resources.smpp_credential import SmppCredential
from ..resources.submission import Submission

_SYSTEM_ID = re.compile(r"[A-Za-z0-9_.-]{1,15}")
_RANGES = {"max_binds": ("MaxBinds", 1, 32), "window": ("Window", 1, 1000), "rate": ("Rate", 1, 10_000)}


def _judge(values: dict[str, Any]) -> None:
    for name, (parameter, lowest, highest) in _RANGES.items():
        if name in values and not lowest <= values[name] <= highest:
            raise invalid(parameter, f"must be from {lowest} to {highest}")


@creates(SmppCredential)
async def create_credential(draft: SmppCredential, work: Work) -> SmppCredential:
    """The answer alone has the password. 20001 for a system_id of other characters than letters, digits, dot, dash and underscore."""
    _judge(vars(draft))
    draft.system_id = draft.system_id or f"tl{work.platform.dice.hex(5)}"
    if not _SYSTEM_ID.fullmatch(draft.system_id):
        raise invalid("SystemId", "has 1 to 15 letters, digits, dots, dashes and underscores")
    clear = work.platform.dice.token(LENGTH)
    draft.password_hash = hash_password(clear)
    row = work.add(draft)
    row.__dict__["clear"] = clear
    return row


@updates(SmppCredential)
async def update_credential(row: SmppCredential, changes: dict[str, Any], work: Work) -> SmppCredential:
    """What is bound with it is bound anew, so that the change is felt."""
    _judge(changes)
    if changes:
        work.change(row, **changes)
        work.enqueue(drop_binds, credential_sid=row.sid)
    return row


@deletes(SmppCredential)
async def delete_credential(row: SmppCredential, work: Work) -> None:
    """With what waits for it."""
    work.sweep(Delivery, credential_sid=row.sid)
    work.sweep(Submission, credential_sid=row.sid)
    work.remove(row)
    work.enqueue(drop_binds, credential_sid=row.sid)


@task(attempts=3)
async def drop_binds(work: Work, credential_sid: str) -> None:
    """After the commit, so that whoever binds again meets the new state."""
    binds = work.platform.ports.get(Binds)
    if binds is not None:
        binds.drop(credential_sid)
