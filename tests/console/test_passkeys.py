"""A passkey in Chromium: made in the account's settings and used to come in again, with the browser's own virtual authenticator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Live, start_live

from .conftest import Visit

PATIENCE = 20_000


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server at which one signs in, and nobody has yet."""
    found = start_live(tmp_path_factory.mktemp("passkeys") / "data")
    yield found
    found.stop()


def _lend_authenticator(page: Page, *, verifies: bool = True) -> None:
    """A device of the browser's own (Chrome DevTools Protocol, WebAuthn), which holds its keys itself and answers when it is touched."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def _become_owner(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill("Mika")
    page.get_by_label("Email address").fill("mika@example.com")
    page.locator("input[name=password]").fill("seven quiet ferries at dawn")
    page.get_by_role("button", name="Become the owner").click()
    expect(page.get_by_role("navigation", name="Console")).to_be_visible(timeout=PATIENCE)


def test_a_passkey_is_made_and_signs_in(visit: Callable[..., Visit], guarded: Live) -> None:
    at = guarded.console_link.partition("/console")[0]
    page = visit(live=guarded).page
    _lend_authenticator(page)
    _become_owner(page, guarded.console_link)
    page.goto(f"{at}/console/account/security")
    page.get_by_role("button", name="Add a passkey").click(timeout=PATIENCE)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("This laptop")
    dialog.locator("button[type=submit]").click()
    expect(dialog).to_be_hidden(timeout=PATIENCE)
    expect(page.get_by_text("This laptop", exact=True)).to_be_visible(timeout=PATIENCE)

    page.get_by_role("button", name=re.compile("sign-out")).click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click(timeout=PATIENCE)
    expect(page.get_by_role("navigation", name="Console")).to_be_visible(timeout=PATIENCE)
    session = page.evaluate("() => fetch('/console/api/sessions').then((answer) => answer.json())")
    assert [one["proof"] for one in session["sessions"] if one["current"]] == ["passkey"]
