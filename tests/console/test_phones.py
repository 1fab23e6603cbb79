"""The phones, as a person meets them: in a real browser, with the real network behind."""

from __future__ import annotations

import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Live

from .conftest import Visit

ECHO = "+15557770001"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
HOSTILE = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>{{1}} ${1} &amp; \u202e"
_numbers = count(4001)


def ask(live: Live, method: str, path: str, body: Any = None, **form: Any) -> Any:
    """The API, with the account's key: a form, or a JSON body."""
    data = json.dumps(body).encode() if body is not None else urllib.parse.urlencode(form, doseq=True).encode() if form else None
    request = urllib.request.Request(live.api_url + path, data, method=method)
    pair = base64.b64encode(f"{live.account_sid}:{live.auth_token}".encode()).decode()
    request.add_header("Authorization", f"Basic {pair}")
    if body is not None:
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read() or b"null")


@pytest.fixture
def number(console: Live) -> Iterator[str]:
    """A phone of the test's own."""
    found = f"+1555199{next(_numbers)}"
    made = ask(console, "POST", "/network/v1/Handsets", PhoneNumber=found, FriendlyName=f"Own {found[-4:]}")
    yield found
    ask(console, "DELETE", f"/network/v1/Handsets/{made['sid']}")


def phone_on(visited: Visit, live: Live, number: str) -> Locator:
    """The page with this phone alone."""
    sid = ask(live, "GET", f"/network/v1/Handsets/{number}")["sid"]
    visited.open(f"/phones?phones={sid}")
    phone = visited.page.locator(f'[data-phone="{number}"]')
    phone.wait_for()
    return phone


def write(phone: Locator, text: str) -> None:
    box = phone.get_by_role("textbox", name="Text from")
    box.fill(text)
    box.press("Enter")


def test_the_console_opens_with_two_phones_and_a_first_step(visit: Callable[..., Visit]) -> None:
    visited = visit()
    page = visited.open("/")
    expect(page).to_have_url(f"{visited.origin}/console/phones")
    phones = page.locator("[data-phone]")
    expect(phones.nth(1)).to_be_visible()
    expect(page.get_by_text("Text +1 555 777 0001 and see your app answer")).to_be_visible()
    expect(phones.nth(1).get_by_label("To", exact=True)).to_have_value(ECHO)
    write(phones.nth(1), "first words")
    expect(phones.nth(1).get_by_text("You said: first words")).to_be_visible()
    expect(phones.nth(1).get_by_role("log").get_by_label("delivered").last).to_be_visible()
    visited.keep("phones first visit")
    assert visited.faults == []


def test_a_new_phone_is_told_what_to_do(visit: Callable[..., Visit], console: Live, number: str) -> None:
    phone = phone_on(visit(), console, number)
    expect(phone.get_by_label("To", exact=True)).to_have_value(ECHO)
    phone.get_by_role("button", name="Hello!").click()
    expect(phone.get_by_text("You said: Hello!")).to_be_visible()


def test_a_phone_is_added_and_deleted_by_keyboard(visit: Callable[..., Visit]) -> None:
    visited = visit()
    page = visited.open("/phones")
    page.get_by_role("button", name="Add a phone").press("Enter")
    page.get_by_role("dialog").get_by_label("Number").fill("+1 555 199 3999")
    page.get_by_role("dialog").get_by_label("Name", exact=True).fill("Mine alone")
    page.get_by_role("dialog").get_by_label("Name", exact=True).press("Enter")
    phone = page.locator('[data-phone="+15551993999"]')
    expect(phone.get_by_role("heading", name="Mine alone")).to_be_visible()
    phone.get_by_role("button", name="More about Mine alone").press("Enter")
    page.get_by_role("menuitem", name="Delete this phone").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Delete this phone").press("Enter")
    expect(phone).to_have_count(0)
    assert visited.faults == []


def test_a_full_inbox_shows_what_did_not_arrive_and_another_tab_sees_it_at_once(
    visit: Callable[..., Visit], console: Live, number: str
) -> None:
    here, there = visit(), visit()
    phone, same = phone_on(here, console, number), phone_on(there, console, number)
    phone.locator("button[aria-controls^=line]").click()
    phone.get_by_role("switch", name="Inbox full").click()
    expect(same.get_by_text("Inbox full").first).to_be_visible()
    write(phone, "are you there")
    expect(phone.get_by_label("did not arrive (30003)")).to_be_visible()
    expect(same.get_by_label("did not arrive (30003)")).to_be_visible()
    assert here.violations() == []
    phone.get_by_label("did not arrive (30003)").click()
    expect(here.page.get_by_role("heading", name="A message, step by step")).to_be_visible()
    expect(here.page.get_by_text("Message is undelivered")).to_be_visible()


def test_no_coverage_cannot_send_and_says_so(visit: Callable[..., Visit], console: Live, number: str) -> None:
    visited = visit()
    phone = phone_on(visited, console, number)
    phone.locator("button[aria-controls^=line]").click()
    phone.get_by_role("switch", name="No coverage").click()
    expect(phone.locator("button[aria-controls^=line]")).to_contain_text("No coverage")
    write(phone, "hello?")
    expect(phone.get_by_role("alert")).to_contain_text("has no coverage")
    phone.get_by_role("button", name="Close this note").click()
    expect(phone.get_by_role("alert")).to_have_count(0)


def test_hostile_text_is_text(visit: Callable[..., Visit], console: Live, number: str) -> None:
    visited = visit()
    phone = phone_on(visited, console, number)
    write(phone, HOSTILE)
    expect(phone.get_by_text("You said: <img src=x onerror=")).to_be_visible()
    assert "pwned" not in visited.page.title()
    assert visited.faults == []


def test_a_picture_from_a_file_is_sent_and_shown(visit: Callable[..., Visit], console: Live, number: str, tmp_path: Path) -> None:
    picture = tmp_path / "dot.png"
    picture.write_bytes(base64.b64decode(DOT))
    visited = visit()
    phone = phone_on(visited, console, number)
    phone.get_by_role("button", name="Add a picture").click()
    with visited.page.expect_file_chooser() as chooser:
        visited.page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(picture)
    expect(phone.get_by_alt_text("Picture to be sent")).to_be_visible()
    phone.get_by_role("button", name="Send", exact=True).click()
    shown = phone.get_by_role("log").get_by_alt_text("Picture").first
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    assert visited.faults == []


@pytest.fixture
def whatsapp(console: Live) -> str:
    """The echo number is a sender on WhatsApp, too."""
    sender = f"whatsapp:{ECHO}"
    known = ask(console, "GET", "/messaging/v2/Channels/Senders?Channel=whatsapp")["senders"]
    if not known:
        ask(console, "POST", "/messaging/v2/Channels/Senders", {"sender_id": sender, "profile": {"name": "Owl"}})
    return sender


def test_buttons_are_pressed_and_typing_is_seen_on_whatsapp(visit: Callable[..., Visit], console: Live, number: str, whatsapp: str) -> None:
    visited = visit()
    phone = phone_on(visited, console, number)

    def online() -> bool:
        return bool(ask(console, "GET", "/messaging/v2/Channels/Senders?Channel=whatsapp")["senders"][0]["status"] == "ONLINE")

    for _ in range(100):
        if online():
            break
        visited.page.wait_for_timeout(100)
    held = ask(console, "POST", f"/network/v1/Handsets/{number}/Messages", To=ECHO, Body="hi", Channel="whatsapp")
    actions = [{"title": "Yes, it is", "id": "confirm-7"}, {"title": "No"}]
    types = {"twilio/quick-reply": {"body": "Is your order there?", "actions": actions}}
    content = ask(console, "POST", "/content/v1/Content", {"language": "en", "types": types})
    messages = f"/2010-04-01/Accounts/{console.account_sid}/Messages.json"
    ask(console, "POST", messages, From=whatsapp, To=f"whatsapp:{number}", ContentSid=content["sid"])
    expect(phone.get_by_text("Is your order there?")).to_be_visible()
    phone.get_by_role("button", name="Yes, it is").click()
    expect(phone.get_by_text("Yes, it is")).to_have_count(2)
    ask(console, "POST", "/messaging/v2/Indicators/Typing.json", channel="whatsapp", messageId=held["message_sid"])
    expect(phone.get_by_label("is writing")).to_be_visible()
    visited.keep("phones whatsapp")


def test_faults_are_declared_moved_and_lifted_by_keyboard(visit: Callable[..., Visit]) -> None:
    visited = visit()
    page = visited.open("/phones")
    page.get_by_role("button", name="Faults").click()
    page.get_by_label("Numbers that begin with").fill("+1555198")
    page.get_by_label("Seed").fill("42")
    page.get_by_role("button", name="Declare it").click()
    fault = page.get_by_role("region", name="Refusal")
    expect(fault).to_contain_text("seed 42")
    slider = fault.get_by_role("slider")
    slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuenow", "51")
    page.reload()
    page.get_by_role("button", name="1 fault").click()
    expect(page.get_by_role("region", name="Refusal").get_by_role("slider")).to_have_attribute("aria-valuenow", "51")
    assert visited.violations() == []
    page.get_by_role("button", name="Lift it: Refusal").press("Enter")
    expect(page.get_by_text("All is well")).to_be_visible()


def test_the_clock_is_stopped_and_advanced_and_two_tabs_agree(visit: Callable[..., Visit]) -> None:
    here, there = visit(), visit()
    page, other = here.open("/phones"), there.open("/phones")
    page.get_by_role("button", name="Clock").click()
    page.get_by_role("button", name="Stop", exact=True).click()
    try:
        expect(page.get_by_text("stopped", exact=True)).to_be_visible()
        page.get_by_role("button", name="+7 days").click()
        page.get_by_label("Forward by").fill("nonsense")
        page.get_by_label("Forward by").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("ISO 8601")
        expect(other.get_by_role("button", name="Clock")).to_have_count(0)  # it shows the time that it is there now
        expect(page.get_by_role("button", name="Back to real time")).to_be_visible()
    finally:
        page.get_by_role("button", name="Back to real time").click()
    expect(other.get_by_role("button", name="Clock")).to_be_visible()


def test_what_happened_is_saved_as_a_file_and_replayed(visit: Callable[..., Visit], console: Live, number: str, tmp_path: Path) -> None:
    visited = visit()
    phone = phone_on(visited, console, number)
    page: Page = visited.page
    write(phone, "for the record")
    expect(phone.get_by_text("You said: for the record")).to_be_visible()
    page.get_by_role("button", name="Scenario").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the file").click()
    file = tmp_path / "seen.json"
    download.value.save_as(file)
    saved = json.loads(file.read_text())
    assert "for the record" in [step.get("body") for step in saved["steps"]]
    saved["steps"] = [step for step in saved["steps"] if step.get("body") == "for the record"]
    saved["expect"] = {"sent": 1, "arrived": 1, "statuses": {"delivered": 1}}
    file.write_text(json.dumps(saved))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    page.get_by_label("Without the pauses").check()
    page.get_by_role("button", name="Replay it", exact=True).click()
    replays = page.get_by_role("region", name="Replays")
    expect(replays.get_by_text("completed").first).to_be_visible(timeout=20_000)
    expect(replays.get_by_text("1 of 1 steps").first).to_be_visible()
    visited.keep("phones scenario")
    assert visited.violations() == []
    assert visited.faults == []


def test_a_narrow_window_shows_one_phone_at_a_time(visit: Callable[..., Visit]) -> None:
    visited = visit(width=360, language="ja-JP")
    page = visited.open("/phones")
    expect(page.locator("[data-phone]")).to_have_count(1)
    first = page.locator("[data-phone]").get_attribute("data-phone")
    page.get_by_role("radiogroup").get_by_text("Phone 2").click()
    expect(page.locator('[data-phone="+15551230002"]')).to_be_visible()
    assert first == "+15551230001"
    assert visited.violations() == []
