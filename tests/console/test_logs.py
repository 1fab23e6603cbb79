"""The logs: news without asking, filters in the address bar, full text, paging, export, and hostile text as text."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Live, start_live

from .conftest import Visit

PATIENCE = 20_000
HOSTILE = '"><img src=x onerror=window.caught=1><script>window.caught=1</script>{{7*7}}'


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server of this module's own: it counts the rows that it made."""
    found = start_live(tmp_path_factory.mktemp("logs") / "data", "--no-auth", "--no-proof")
    yield found
    found.stop()


def send(live: Live, body: str, to: str | None = None) -> str:
    """A text through the API; its SID."""
    form = {"To": to or live.handsets[0], "From": live.numbers[0], "Body": body}
    request = urllib.request.Request(
        f"{live.api_url}/2010-04-01/Accounts/{live.account_sid}/Messages.json",
        urllib.parse.urlencode(form).encode(),
        {"Authorization": "Basic " + b64encode(f"{live.account_sid}:{live.auth_token}".encode()).decode()},
    )
    with urllib.request.urlopen(request) as answer:
        return str(json.load(answer)["sid"])


def rows(page: Page) -> list[str]:
    return page.locator("tbody tr").all_inner_texts()


def test_a_message_appears_by_itself_and_is_found_again(visit: Callable[..., Visit], console: Live) -> None:
    visited = visit()
    page = visited.open("/logs/messages")
    send(console, "apples and pears")
    expect(page.get_by_text("apples and pears")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("tbody tr", has_text="apples").get_by_text("delivered")).to_be_visible(timeout=PATIENCE)
    send(console, HOSTILE, console.handsets[1])
    expect(page.locator("tbody tr")).to_have_count(2, timeout=PATIENCE)

    # Shown as it is, and nothing of it has run.
    expect(page.get_by_text("onerror=window.caught=1")).to_be_visible()
    assert page.evaluate("() => window.caught") is None

    page.get_by_label("To", exact=True).fill(console.handsets[1])
    page.get_by_label("To", exact=True).press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1, timeout=PATIENCE)
    assert urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query) == {"To": [console.handsets[1]]}
    page.reload()  # whoever gets the address sees the same
    expect(page.locator("tbody tr")).to_have_count(1, timeout=PATIENCE)
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("tbody tr")).to_have_count(2, timeout=PATIENCE)

    page.get_by_label("Full text").fill("PEARS apples")
    page.get_by_label("Full text").press("Enter")
    expect(page.get_by_text("1 found in 2 rows")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_label("Full text").fill("<no such words>")
    page.get_by_label("Full text").press("Enter")
    expect(page.get_by_text("Nothing fits")).to_be_visible(timeout=PATIENCE)
    assert visited.faults == []
    assert visited.violations() == []


def test_pages_are_turned_and_the_whole_is_exported(visit: Callable[..., Visit], console: Live, tmp_path: Path) -> None:
    for number in range(55):
        send(console, f"page turner {number:02d}")
    visited = visit()
    page = visited.open("/logs/messages")
    expect(page.locator("tbody tr")).to_have_count(50, timeout=PATIENCE)
    newest = rows(page)[0]
    page.get_by_role("button", name="Older").click()
    expect(page).to_have_url(re.compile("page="))
    expect(page.get_by_text("page turner 00")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Newer").click()
    expect(page.locator("tbody tr").first).to_contain_text("page turner 54", timeout=PATIENCE)
    assert rows(page)[0] == newest
    visited.keep("logs messages")

    for kind, count in (("CSV", read_csv), ("JSON", read_json)):
        page.get_by_role("button", name="Export").click()
        with page.expect_download(timeout=PATIENCE) as download:
            page.get_by_role("menuitem", name=kind).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        bodies = count(path.read_text("utf-8"))
        assert {f"page turner {number:02d}" for number in range(55)} <= set(bodies)
    assert visited.faults == []


def read_csv(text: str) -> list[str]:
    return [row["body"] for row in csv.DictReader(io.StringIO(text))]


def read_json(text: str) -> list[str]:
    return [str(row["body"]) for row in json.loads(text)]


def test_a_request_is_opened_from_its_list_by_keyboard(visit: Callable[..., Visit], console: Live) -> None:
    send(console, "for the log of requests")
    visited = visit()
    page = visited.open("/logs/requests")
    door = page.locator("tbody tr").first.get_by_role("button")
    expect(door).to_be_visible(timeout=PATIENCE)
    door.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Request")
    expect(drawer.get_by_text("CreateMessage")).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile("open=RQ"))
    assert visited.violations() == []
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0, timeout=PATIENCE)
    assert "open=" not in page.url


def test_a_broken_line_is_said_and_heals(visit: Callable[..., Visit], console: Live) -> None:
    visited = visit()
    page = visited.open("/logs/messages")
    page.context.set_offline(True)
    # What the browser has not noticed yet: the stream ends when the line does, and is asked for again in vain.
    page.evaluate("() => window.dispatchEvent(new Event('offline'))")
    page.context.set_offline(False)
    body = "after the line was broken"
    send(console, body)
    expect(page.get_by_text(body)).to_be_visible(timeout=PATIENCE)
