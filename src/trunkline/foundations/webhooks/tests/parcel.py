"""A resource that only tests have: it tells where it is."""

from __future__ import annotations

from typing import Annotated, Any

import asyncpg

from trunkline.foundations.webhooks.callbacks import Callback, tells
from trunkline.kernel.fields import Method, Privacy, Url
from trunkline.kernel.lifecycle import Lifecycle
from trunkline.kernel.platform import Platform
from trunkline.kernel.resource import CATALOGUE, Resource

JOURNEY = Lifecycle(
    begins="packed", moves={"post": ("packed", "posted"), "carry": ("posted", "carried"), "hand_over": ("carried", "delivered")},
    announced="posted carried delivered",
)  # fmt: skip


class Parcel(Resource, sid="QP", table="test_parcel", lifecycle=JOURNEY):
    callback: Annotated[Url, Privacy.KEEP] = ""
    callback_method: Method = "POST"
    label: Annotated[str, Privacy.KEEP] = "Zürich & back"


CATALOGUE.remove(Parcel)  # the whole catalogue is looked at by other tests


@tells(Parcel)
def tell(row: Parcel, state: str) -> Callback | None:
    if not row.callback:
        return None
    return Callback(row.callback, row.callback_method, {"ParcelSid": row.sid, "ParcelStatus": state, "Label": row.label})


async def make_table(platform: Platform) -> None:
    database: Any = platform.database
    statements = database.statements.definition(Parcel.table)
    if hasattr(database, "url"):
        connection = await asyncpg.connect(database.url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()
    else:
        for statement in statements:
            database._writer.execute(statement)
