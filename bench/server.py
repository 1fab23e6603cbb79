"""The process under measurement: the node that `trunkline up` runs, with at most one thing changed after it started.

`life`: nothing changed. `accept`: the jobs are stopped, as in a process that only serves the API; messages and their jobs are stored and
nothing more. `held`: jobs are taken into memory, and none is run. `unstored`: as `accept`, and a commit returns at once, without having
stored anything. These switches exist here only; the product has none of them.

Prints one line of JSON when it is ready, and ends on SIGTERM.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import uvloop

from trunkline.kernel.ports import Database, Operation, Query, Table
from trunkline.runtime.all_in_one import run_node
from trunkline.runtime.first_start import read_credentials
from trunkline.runtime.settings import Settings

MODES = ("life", "accept", "held", "unstored")


class Unstored:
    """A database that reads as the other does and forgets what it is told."""

    def __init__(self, database: Database) -> None:
        self.database, self.shared = database, False

    async def commit(self, operations: Sequence[Operation]) -> None:
        return

    async def fetch(self, table: Table, sid: str) -> tuple[Any, ...] | None:
        return await self.database.fetch(table, sid)

    async def select(self, query: Query) -> list[tuple[Any, ...]]:
        return await self.database.select(query)

    async def count(self, query: Query) -> int:
        return await self.database.count(query)

    async def total(self, query: Query, column: str) -> int:
        return await self.database.total(query, column)

    async def tally(self, query: Query, columns: Sequence[str], every: int) -> list[tuple[Any, ...]]:
        return await self.database.tally(query, columns, every)

    async def take(self, query: Query, changes: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return []

    async def close(self) -> None:
        await self.database.close()


async def serve(data: Path, mode: str, port: int) -> None:
    async with run_node(Settings(port=port, data=data, mode="development")) as node:
        found = await read_credentials(node.platform, node.api_url, "")
        assert found is not None
        stored = node.platform.database
        if mode == "held":
            node.platform.jobs.width = 0
        elif mode != "life":
            await node.platform.jobs.stop()
        if mode == "unstored":
            node.platform.database = Unstored(stored)
        print(json.dumps(found.to_json()), flush=True)
        await node.until_stopped()
        node.platform.database = stored


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    reader = argparse.ArgumentParser()
    reader.add_argument("--data", type=Path, required=True)
    reader.add_argument("--mode", choices=MODES, required=True)
    reader.add_argument("--port", type=int, default=0)
    flags = reader.parse_args()
    uvloop.run(serve(flags.data, flags.mode, flags.port))


if __name__ == "__main__":
    main()
