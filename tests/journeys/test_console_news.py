"""A page that watches a real server: it hears what happens, takes a broken connection up, and sees a restart."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.conftest import Live

from .asking import Client


@dataclass
class Watcher:
    """Reads the stream as a browser does."""

    live: Live
    last_id: str = ""
    events: list[tuple[str, Any]] = field(default_factory=list)

    def open(self) -> None:
        client = Client(self.live.api_url, "", "")
        self.connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=30)
        self.connection.request("GET", "/console/api/stream", headers={"Last-Event-ID": self.last_id} if self.last_id else {})
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200 and self.answer.getheader("content-type") == "text/event-stream"
        self.read_block()

    def read_block(self) -> bool:
        """One block; False at the end of the stream."""
        fields: dict[str, str] = {}
        while (line := self.answer.readline().decode().rstrip("\n")) != "":
            name, _, value = line.partition(": ")
            fields[name] = value
        self.last_id = fields.get("id", self.last_id)
        if "data" in fields:
            self.events.append((fields["event"], json.loads(fields["data"])))
        return bool(fields)

    def until(self, sid: str, what: str) -> None:
        while not any({"sid": sid, "what": what} in data.get("changes", ()) for _, data in self.events):
            assert self.read_block()

    def close(self) -> None:
        self.connection.close()


def _send(live: Live) -> str:
    client = Client(live.api_url, live.account_sid, live.auth_token)
    sent = client.post(client.below("/Messages.json"), To=live.handsets[0], From=live.numbers[0], Body="news")
    sid: str = sent.json["sid"]
    return sid


def test_a_page_hears_loses_nothing_and_sees_a_restart(start: Callable[..., Live]) -> None:
    live = start("--no-auth", "--no-proof")
    one, two = Watcher(live), Watcher(live)
    one.open()
    two.open()
    sid = _send(live)
    one.until(sid, "delivered")
    two.until(sid, "delivered")

    one.close()
    missed = _send(live)
    two.until(missed, "delivered")
    one.events.clear()
    one.open()
    one.until(missed, "delivered")
    assert not any(name == "reset" for name, _ in one.events)

    live.kill()
    again = start("--no-auth", "--no-proof", data=live.data)
    one.live = again
    one.events.clear()
    one.open()
    assert [name for name, _ in one.events] == ["reset"]
    after = _send(again)
    one.until(after, "delivered")

    again.stop()  # waits for no stream
    while one.answer.fp is not None:
        try:
            if not one.read_block():
                break
        except http.client.IncompleteRead:
            break
    two.close()
    one.close()
