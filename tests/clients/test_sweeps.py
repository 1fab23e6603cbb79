"""Programs that copy an account's whole data into a warehouse, unmodified: Singer's tap-twilio and Airbyte's source.

They walk page after page and window of days after window of days, remember how far they came, and go on from there.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.clients.published import install
from tests.conftest import Live, start_live
from tests.sdk.running import run_app

pytestmark = pytest.mark.slow

APPS = Path(__file__).with_name("apps")
MORE_THAN_A_PAGE = 1050
"""Airbyte asks for 1,000 a page, the tap for Twilio's 50."""

Copied = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, set[str]]]:
    """A server of its own with more messages than a page holds, and their SIDs."""
    live = start_live(tmp_path_factory.mktemp("sweeps") / "data")
    yield live, send(live, MORE_THAN_A_PAGE)
    live.stop()


def send(live: Live, count: int) -> set[str]:
    return set(run_app(live, sys.executable, str(APPS / "many_messages.py"), str(count), "+15551239400").split())


def settings_file(live: Live, folder: Path) -> str:
    """A start 70 days ago makes the tap ask for three windows: it goes back 15 days more for messages, and then 30 at a time.

    It begins at midnight, since the tap drops a day's usage that begins before its start. Windows share the day on which they
    meet, so that none must begin today, or what was sent today is copied twice.
    """
    start = (datetime.now(UTC) - timedelta(days=70)).strftime("%Y-%m-%dT00:00:00Z")
    own = {"account_sid": live.account_sid, "auth_token": live.auth_token, "start_date": start}
    return written(folder / "settings.json", {**own, "user_agent": "tap-twilio", "date_window_days": "30", "lookback_window": 0})


def written(path: Path, value: object) -> str:
    path.write_text(json.dumps(value))
    return str(path)


def of_type(output: str, kind: str) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, output.splitlines()) if line["type"] == kind]


def test_the_tap_copies_every_message_once(filled: tuple[Live, set[str]], tmp_path: Path) -> None:
    live, sids = filled
    tap = [str(install("tap-twilio") / "tap-twilio"), "--config", settings_file(live, tmp_path)]
    catalog = json.loads(run_app(live, *tap, "--discover"))
    streams = {"accounts", "account_balance", "addresses", "applications", "alerts", "incoming_phone_numbers", "keys"}
    streams |= {"outgoing_caller_ids", "messages", "usage_records", "usage_triggers"}
    assert streams <= {stream["stream"] for stream in catalog["streams"]}
    for stream in catalog["streams"]:
        for marked in stream["metadata"]:
            if marked["breadcrumb"] == []:
                marked["metadata"]["selected"] = stream["stream"] in streams
    chosen = written(tmp_path / "catalog.json", catalog)

    def copied(*more: str) -> tuple[Copied, dict[str, Any]]:
        output = run_app(live, *tap, "--catalog", chosen, *more)
        found: Copied = {}
        for line in of_type(output, "RECORD"):
            found.setdefault(line["stream"], []).append(line["record"])
        return found, of_type(output, "STATE")[-1]["value"]

    found, state = copied()
    assert Counter(m["sid"] for m in found["messages"]) == Counter(sids)
    assert {(m["status"], m["direction"], m["num_segments"]) for m in found["messages"]} == {("delivered", "outbound-api", 1)}
    assert [a["sid"] for a in found["accounts"]] == [live.account_sid]
    assert {n["phone_number"] for n in found["incoming_phone_numbers"]} == set(live.numbers)
    assert found["account_balance"][0]["account_sid"] == live.account_sid
    sent = [u for u in found["usage_records"] if u["category"] == "sms-outbound"]
    assert sum(u["count"] for u in sent) == len(sids)

    newest = max(m["date_sent"] for m in found["messages"])
    assert state["bookmarks"]["messages"] == newest
    sids |= send(live, 3)  # the other test's server is the same
    again, _ = copied("--state", written(tmp_path / "state.json", state))
    # The tap looks 15 days back for messages, whatever its bookmark says; what it has seen comes again, once.
    assert Counter(m["sid"] for m in again["messages"]) == Counter(sids)


def test_airbyte_copies_every_message_once_and_then_the_new_ones(filled: tuple[Live, set[str]], tmp_path: Path) -> None:
    live, sids = filled
    source = str(install("airbyte-source-twilio") / "source-twilio")
    own = ("--config", settings_file(live, tmp_path))
    (status,) = of_type(run_app(live, source, "check", *own), "CONNECTION_STATUS")
    assert status["connectionStatus"]["status"] == "SUCCEEDED"
    (catalog,) = of_type(run_app(live, source, "discover", *own), "CATALOG")
    streams = {"accounts", "alerts", "incoming_phone_numbers", "keys", "messages", "usage_records", "usage_triggers"}
    chosen = [
        {
            "stream": stream,
            "sync_mode": "incremental" if "incremental" in stream["supported_sync_modes"] else "full_refresh",
            "destination_sync_mode": "append",
            "cursor_field": stream.get("default_cursor_field"),
        }
        for stream in catalog["catalog"]["streams"]
        if stream["name"] in streams
    ]
    assert len(chosen) == len(streams)
    catalog_file = written(tmp_path / "catalog.json", {"streams": chosen})

    def copied(*more: str) -> tuple[Copied, list[dict[str, Any]]]:
        output = run_app(live, source, "read", *own, "--catalog", catalog_file, *more)
        found: Copied = {}
        for line in of_type(output, "RECORD"):
            found.setdefault(line["record"]["stream"], []).append(line["record"]["data"])
        states = {line["state"]["stream"]["stream_descriptor"]["name"]: line["state"] for line in of_type(output, "STATE")}
        return found, list(states.values())

    found, states = copied()
    assert Counter(m["sid"] for m in found["messages"]) == Counter(sids)
    assert {n["phone_number"] for n in found["incoming_phone_numbers"]} == set(live.numbers)
    assert sum(int(u["count"]) for u in found["usage_records"] if u["category"] == "sms-outbound") == len(sids)

    newest = max(m["date_sent"] for m in found["messages"])
    more = send(live, 3)
    sids |= more
    again, _ = copied("--state", written(tmp_path / "state.json", states))
    assert more <= {m["sid"] for m in again["messages"]}
    assert {m["date_sent"] >= newest for m in again["messages"]} == {True}
    assert len(again["messages"]) < len(found["messages"])
