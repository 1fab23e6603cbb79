"""Sends as many texts as it is told and waits until the network has carried all of them; prints their SIDs, one a line."""

import asyncio
import sys

from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client


async def main(count: int, to: str, patience: float = 60.0) -> None:
    async with AsyncTwilioHttpClient() as http:
        client = Client(http_client=http)
        gate = asyncio.Semaphore(16)

        async def send(n: int) -> str:
            async with gate:
                return (await client.messages.create_async(to=to, from_="+15557770001", body=f"number {n}")).sid

        sent = await asyncio.gather(*(send(n) for n in range(count)))
        async with asyncio.timeout(patience):
            waiting = set(sent)
            while waiting:
                waiting -= {m.sid for m in await client.messages.list_async(to=to, page_size=1000) if m.status == "delivered"}
                await asyncio.sleep(0.1)
    print("\n".join(sent))


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
