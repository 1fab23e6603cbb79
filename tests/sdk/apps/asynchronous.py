"""The library's async client: it sends, fetches, lists in pages and raises the same errors."""

import asyncio

from expectations import ACCOUNT, HANDSET, NUMBER, TOKEN, refused
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client


async def main() -> None:
    async with AsyncTwilioHttpClient() as http:
        client = Client(ACCOUNT, TOKEN, http_client=http)
        sent = await asyncio.gather(*(client.messages.create_async(to="+15551239100", from_=NUMBER, body=f"number {n}") for n in range(20)))
        assert len({m.sid for m in sent}) == 20
        async with asyncio.timeout(20):
            while (await client.messages(sent[0].sid).fetch_async()).status != "delivered":  # noqa: ASYNC110 (an API is asked again and again, as apps do)
                await asyncio.sleep(0.05)
        listed = await client.messages.list_async(to="+15551239100", page_size=7)
        assert {m.sid for m in listed} == {m.sid for m in sent}
        streamed = [m.sid async for m in await client.messages.stream_async(to="+15551239100", limit=9, page_size=4)]
        assert len(streamed) == 9
        assert (await client.api.accounts(ACCOUNT).fetch_async()).sid == ACCOUNT
        with refused(21211, 400):
            await client.messages.create_async(to="12", from_=NUMBER, body="x")
        with refused(20404, 404):
            await client.messages("SM" + "0" * 32).fetch_async()
        assert (await client.messages.create_async(to=HANDSET, from_=NUMBER, body="ü")).body == "ü"


asyncio.run(main())
