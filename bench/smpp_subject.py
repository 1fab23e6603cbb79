"""The process under measurement, its texts going out over SMPP: the node that `trunkline up` runs, with that one carrier behind the port.

Configured through the API, a route to real phones would bring the rules for real traffic with it; what they cost is measured by itself.
Prints one line of JSON when it is ready and bound, and ends on SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from pathlib import Path

import uvloop

from trunkline.carriers.smpp.client.carrier import SmppCarrier
from trunkline.carriers.smpp.client.settings import SmppSettings
from trunkline.products.messaging.ports import MessageCarrier
from trunkline.runtime.all_in_one import run_node
from trunkline.runtime.first_start import read_credentials
from trunkline.runtime.settings import Settings


async def serve(data: Path, port: int, smsc: int, binds: int) -> None:
    async with run_node(Settings(port=port, data=data, mode="development")) as node:
        found = await read_credentials(node.platform, node.api_url, "")
        assert found is not None
        settings = SmppSettings(name="bench", host="127.0.0.1", port=smsc, transceivers=binds, window=200)
        carrier = SmppCarrier(node.platform, settings)
        await carrier.start()
        node.platform.ports[MessageCarrier] = carrier
        while carrier.health().state != "up":  # noqa: ASYNC110 (seen from outside)
            await asyncio.sleep(0.01)
        print(json.dumps(found.to_json()), flush=True)
        await node.until_stopped()
        await carrier.stop()


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    reader = argparse.ArgumentParser()
    reader.add_argument("--data", type=Path, required=True)
    reader.add_argument("--port", type=int, default=0)
    reader.add_argument("--smsc", type=int, required=True)
    reader.add_argument("--binds", type=int, default=1)
    flags = reader.parse_args()
    uvloop.run(serve(flags.data, flags.port, flags.smsc, flags.binds))


if __name__ == "__main__":
    main()
