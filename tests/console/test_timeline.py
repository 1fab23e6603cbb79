"""The timeline of a message: why each thing happened, live, with webhooks sent again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.conftest import Live

from .conftest import Visit
from .test_phones import ECHO, ask

PHONE = "+15551230001"
BROKEN = "<Response>\n  <Message>one</Message>\n  <Message>two</Mess>\n</Response>"


class App:
    """An app of ours: counts what it is asked, and answers with TwiML that is broken in its third line."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length") or 0))
                app.asked.append(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/xml")
                self.end_headers()
                self.wfile.write(BROKEN.encode() if self.path == "/sms" else b"")

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: the test says what was asked."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def app() -> Iterator[App]:
    made = App()
    yield made
    made.server.shutdown()
    made.server.server_close()


def send(live: Live, **parameters: str) -> str:
    path = f"/2010-04-01/Accounts/{live.account_sid}/Messages.json"
    return str(ask(live, "POST", path, From=ECHO, **{"To": PHONE, "Body": "on its way", **parameters})["sid"])


def test_a_message_is_told_from_request_to_handset_and_its_webhook_goes_again(visit: Callable[..., Visit], console: Live, app: App) -> None:
    sid = send(console, StatusCallback=f"{app.url}/status", Body="<b>on its way</b>")
    visited = visit()
    page = visited.open(f"/messages/{sid}")
    steps = page.get_by_role("list", name="Steps, oldest first").get_by_role("listitem")
    expect(steps.filter(has_text="Message is delivered")).to_be_visible()
    request = steps.filter(has_text=f"POST /2010-04-01/Accounts/{console.account_sid}/Messages.json").first
    request.get_by_role("button").first.click()
    expect(request.locator("pre")).to_contain_text("curl -X POST")
    request.get_by_role("tab", name="Python").click()
    expect(request.locator("pre")).to_contain_text("client.messages.create(")
    request.get_by_role("tab", name="Node").press("Enter")
    expect(request.locator("pre")).to_contain_text('require("twilio")')
    expect(request.get_by_text("<b>on its way</b>").first).to_be_visible()
    decision = steps.filter(has_text="Decided as it was accepted")
    decision.get_by_role("button").first.click()
    expect(decision.get_by_text("Terms", exact=True)).to_be_visible()
    callback = steps.filter(has_text="Callback of delivered").first
    expect(callback).to_contain_text("answered 200 in")
    callback.get_by_role("button").first.click()
    expect(callback.get_by_text("What was signed")).to_be_visible()
    visited.keep("timeline of a message")
    before = app.asked.count("/status")
    callback.get_by_role("button", name="Send again").click()
    expect(steps.filter(has_text="once more")).to_be_visible()
    assert app.asked.count("/status") == before + 1
    assert visited.violations() == []
    assert visited.faults == []


def test_it_is_live_while_the_message_moves(visit: Callable[..., Visit], console: Live) -> None:
    slow = "+15551983001"
    made = ask(console, "POST", "/network/v1/Handsets", PhoneNumber=slow, Behaviour="slow", Delay="4000")
    visited = visit()
    page = visited.open(f"/messages/{send(console, To=slow)}")
    expect(page.get_by_text("Message is sent", exact=True)).to_be_visible()
    assert page.get_by_text("Message is delivered").count() == 0
    expect(page.get_by_text("Message is delivered")).to_be_visible(timeout=15_000)
    ask(console, "DELETE", f"/network/v1/Handsets/{made['sid']}")


def test_broken_twiml_shows_its_line(visit: Callable[..., Visit], console: Live, app: App) -> None:
    path = f"/2010-04-01/Accounts/{console.account_sid}/IncomingPhoneNumbers"
    number = ask(console, "GET", f"{path}.json?PhoneNumber=%2B15557770002")["incoming_phone_numbers"][0]
    ask(console, "POST", f"{path}/{number['sid']}.json", SmsUrl=f"{app.url}/sms")
    held = ask(console, "POST", f"/network/v1/Handsets/{PHONE}/Messages", To="+15557770002", Body="hello")
    visited = visit()
    page = visited.open(f"/messages/{held['message_sid']}")
    expect(page.get_by_text("The document cannot be carried out")).to_be_visible()
    expect(page.locator("pre [data-number='3']")).to_contain_text("<Message>two</Mess>")
    marked = page.locator("pre [data-number='3']").evaluate("line => getComputedStyle(line).backgroundColor")
    assert marked != page.locator("pre [data-number='1']").evaluate("line => getComputedStyle(line).backgroundColor")
    expect(page.get_by_role("link", name="Error 12100").first).to_have_attribute("href", "/errors/12100")
    ask(console, "POST", f"{path}/{number['sid']}.json", SmsUrl=number["sms_url"] or "")
    assert visited.violations() == []


def test_any_thing_has_a_timeline_and_what_is_not_there_says_so(visit: Callable[..., Visit], console: Live) -> None:
    visited = visit(width=360, scheme="dark")
    sid = ask(console, "GET", f"/network/v1/Handsets/{PHONE}")["sid"]
    page = visited.open(f"/timeline/{sid}")
    expect(page.get_by_role("listitem").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert visited.violations() == []
    page = visited.open("/timeline/SM" + "0" * 32)
    expect(page.get_by_text("Nothing is on record here")).to_be_visible()
