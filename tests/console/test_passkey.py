"""A passkey, made and used in a real browser with its own virtual authenticator (CTAP2, user verified)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.conftest import start_live

from .conftest import Visit

PATIENCE = 20_000
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_and_lets_in(visit: Callable[..., Visit], tmp_path: Path) -> None:
    live = start_live(tmp_path / "data", "--no-proof")
    try:
        visited = visit(live=live)
        page = visited.page
        page.goto(live.console_link)
        page.get_by_label("Your name").fill("Mika Owner")
        page.get_by_label("Email address").fill("mika@example.com")
        page.locator("input[name=password]").fill("seven quiet ferries at dawn")
        page.get_by_role("button", name="Become the owner").click()
        navigation = page.get_by_role("navigation", name="Console")
        expect(navigation).to_be_visible(timeout=PATIENCE)

        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.goto(f"{live.console_link.partition('/console')[0]}/console/account/security")
        page.get_by_role("button", name="Add a passkey").click(timeout=PATIENCE)
        page.get_by_role("dialog").get_by_label("Name").fill("This laptop")
        page.get_by_role("button", name="Make it").click()
        expect(page.get_by_text("This laptop")).to_be_visible(timeout=PATIENCE)
        expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
        assert visited.violations() == []

        page.get_by_role("button", name=re.compile("sign-out")).click()
        assert visited.violations() == []
        page.get_by_role("menuitem", name="Sign out").click()
        page.get_by_role("button", name="Sign in with a passkey").click(timeout=PATIENCE)
        expect(navigation).to_be_visible(timeout=PATIENCE)
    finally:
        live.stop()
