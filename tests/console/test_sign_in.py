"""Coming in: the owner's first visit, password, authenticator app, invitation, sessions, confirmation, with the real page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Live, start_live
from trunkline.foundations.people.rules import one_time_codes

from .conftest import Visit

EMAIL, PASSWORD = "mika@example.com", "seven quiet ferries at dawn"
PATIENCE = 20_000


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server at which one signs in."""
    found = start_live(tmp_path_factory.mktemp("guarded") / "data")
    yield found
    found.stop()


def sign_in(page: Page, email: str = EMAIL, password: str = PASSWORD) -> None:
    page.get_by_label("Email address").fill(email)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("sign-out")).click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=PATIENCE)


def test_a_person_comes_in_and_goes(visit: Callable[..., Visit], guarded: Live) -> None:
    """One story, since an owner is made once: first visit, wrong and right password, second factor, an invitation, and the end."""
    at = guarded.console_link.partition("/console")[0]
    visited = visit(live=guarded)
    page = visited.page
    page.goto(f"{at}/console/")
    expect(page.get_by_text("trunkline console-link")).to_be_visible(timeout=PATIENCE)
    assert visited.violations() == []

    # A password that guessers try first is refused beside its field, and the link still counts.
    page.goto("about:blank")
    page.goto(guarded.console_link)
    page.get_by_label("Your name").fill("Mika Owner")
    page.get_by_label("Email address").fill(EMAIL)
    page.locator("input[name=password]").fill("password1234")
    page.get_by_role("button", name="Become the owner").click()
    expect(page.get_by_text("what guessers try first")).to_be_visible(timeout=PATIENCE)
    assert "#" not in page.url, "the token stays in the address bar"
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Become the owner").click()
    expect(page.get_by_role("navigation", name="Console")).to_be_visible(timeout=PATIENCE)

    # The link counts once.
    other = visit(live=guarded).page
    other.goto(guarded.console_link)
    expect(other.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE)
    assert other.get_by_role("navigation", name="Console").count() == 0

    sign_out(page)
    sign_in(page, password="not the password at all")
    expect(page.get_by_role("alert")).to_contain_text("wrong", timeout=PATIENCE)
    assert visited.violations() == []
    sign_in(page)
    expect(page.get_by_role("navigation", name="Console")).to_be_visible(timeout=PATIENCE)

    secret = set_up_authenticator(page, at)
    sign_out(page)
    sign_in(page)
    code = page.locator("input[name=totp]")
    expect(code).to_be_visible(timeout=PATIENCE)
    code.fill(next_code(page, secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("navigation", name="Console")).to_be_visible(timeout=PATIENCE)

    invite_and_accept(visit, guarded, page, at)

    # Whoever is not in finds the door at every address.
    third = visit(live=guarded).page
    third.goto(f"{at}/console/people")
    expect(third.get_by_role("heading", name="Sign in")).to_be_visible(timeout=PATIENCE)


def set_up_authenticator(page: Page, at: str) -> str:
    page.goto(f"{at}/console/account/security")
    page.get_by_role("button", name="Set up an app").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="QR code")).to_be_visible(timeout=PATIENCE)
    secret = dialog.locator("pre").inner_text().strip()
    dialog.get_by_role("textbox", name="Code").fill("000000")
    dialog.get_by_role("button", name="Turn it on").click()
    expect(dialog.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    dialog.get_by_role("textbox", name="Code").fill(next_code(page, secret))
    dialog.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("Recovery codes").first).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_text("recovery codes are left")).to_be_visible(timeout=PATIENCE)
    return secret


def next_code(page: Page, secret: str) -> str:
    """A code whose step was not used before: codes count once."""
    step = one_time_codes.STEP
    now = page.evaluate("Date.now()") * 1000
    for at in (now, now + step):
        code = one_time_codes.code_at(secret, at // step)
        if code not in _USED:
            _USED.add(code)
            return code
    page.wait_for_timeout(step // 1000)
    return next_code(page, secret)


_USED: set[str] = set()


def make_it_stale(page: Page) -> None:
    """The next invitation is answered as after five minutes; what follows goes through to the server."""
    body = '{"code": 99403, "message": "Confirm that it is you", "needs": "confirm", "status": 403}'
    page.route("**/console/api/invitations", lambda route: route.fulfill(status=403, content_type="application/json", body=body), times=1)


def invite_and_accept(visit: Callable[..., Visit], guarded: Live, page: Page, at: str) -> None:
    page.goto(f"{at}/console/people")
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_role("dialog").get_by_label("Email address").fill("dev@example.com")
    make_it_stale(page)
    page.get_by_role("button", name="Make the invitation").click()
    proof = page.get_by_role("dialog", name="Please confirm that it is you")
    expect(proof).to_be_visible(timeout=PATIENCE)
    proof.locator("input[type=password]").fill("not the password at all")
    proof.get_by_role("button", name="Confirm").click()
    expect(proof.get_by_role("alert")).to_be_visible(timeout=PATIENCE)
    proof.locator("input[type=password]").fill(PASSWORD)
    proof.get_by_role("button", name="Confirm").click()
    link = page.get_by_role("dialog").locator("pre")
    expect(link).to_contain_text("/console/invitation#", timeout=PATIENCE)
    address = link.inner_text().strip()
    page.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_text("dev@example.com").first).to_be_visible(timeout=PATIENCE)

    guest = visit(live=guarded)
    guest.page.goto(address)
    expect(guest.page.get_by_text("as developer")).to_be_visible(timeout=PATIENCE)
    assert guest.violations() == []
    guest.page.get_by_label("Your name").fill("Devi Developer")
    guest.page.locator("input[name=password]").fill("eleven paper lanterns north")
    guest.page.get_by_role("button", name="Accept").click()
    navigation = guest.page.get_by_role("navigation", name="Console")
    expect(navigation).to_be_visible(timeout=PATIENCE)
    assert navigation.get_by_text("People", exact=True).count() == 0, "a developer is shown a page that is not theirs"

    # The owner signs the guest out everywhere: the next thing the guest asks leads to the door.
    page.reload()
    page.get_by_role("button", name="What can be done with Devi Developer").click(timeout=PATIENCE)
    page.get_by_role("menuitem", name="Sign out everywhere").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
    guest.page.goto(f"{at}/console/logs/messages")
    expect(guest.page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=PATIENCE)


def test_the_language_of_the_browser_is_spoken_at_the_door(visit: Callable[..., Visit], guarded: Live) -> None:
    visited = visit(live=guarded, language="ja-JP", width=360, scheme="dark")
    page = visited.open("/sign-in/password")
    assert page.locator("html").get_attribute("lang") == "ja"
    assert re.search("[ぁ-ん]|[ァ-ン]", page.locator("h1").inner_text())
    assert visited.violations() == []
    visited.keep("sign-in ja dark")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
