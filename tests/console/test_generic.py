"""Any declared kind: found, made, refused beside its field, changed, removed; and every one of them has a list that stands."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.conftest import Live

from .conftest import Visit

PATIENCE = 20_000


def test_a_row_is_made_changed_and_removed(visit: Callable[..., Visit]) -> None:
    visited = visit()
    page = visited.open("/resources")
    page.get_by_label("Find a kind or prefix").fill("MG")
    page.get_by_role("link", name="Service", exact=True).first.click()
    page.get_by_role("link", name="New", exact=True).click()

    # Refused by the server beside the field that it concerns.
    page.get_by_role("button", name="Create").click()
    name = page.get_by_label("FriendlyName")
    expect(name).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
    visited.faults.clear()  # the browser reports every 400
    name.fill("Ferry <b>notices</b>")
    page.get_by_label("InboundRequestUrl").fill("not an address")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_label("InboundRequestUrl")).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
    visited.faults.clear()
    assert visited.violations() == []
    page.get_by_label("InboundRequestUrl").fill("https://example.com/in")
    page.get_by_role("button", name="Create").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry <b>notices</b>", timeout=PATIENCE)
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("FriendlyName").fill("Ferry times")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ferry times", timeout=PATIENCE)
    expect(page.get_by_text("https://example.com/in")).to_be_visible()
    expect(page.get_by_role("link", name="Phone number")).to_be_visible()
    assert visited.violations() == []

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Service", timeout=PATIENCE)
    expect(page.get_by_text("Ferry times")).to_have_count(0, timeout=PATIENCE)
    assert visited.faults == []


def test_another_accounts_row_is_not_there(visit: Callable[..., Visit]) -> None:
    visited = visit()
    visited.page.goto(f"{visited.origin}/console/resources/messaging/Service/MG{'0' * 32}")
    expect(visited.page.get_by_text("It is not there")).to_be_visible(timeout=PATIENCE)


def test_a_kind_below_another_asks_for_its_parent(visit: Callable[..., Visit]) -> None:
    visited = visit()
    page = visited.open("/resources")
    page.get_by_label("Find a kind or prefix").fill("alpha sender")
    link = page.get_by_role("link", name="Alpha sender", exact=True).first
    expect(link).to_be_visible(timeout=PATIENCE)
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alpha sender", timeout=PATIENCE)
    expect(page.get_by_text("Service SID").or_(page.get_by_text("There is no"))).to_be_visible(timeout=PATIENCE)
    assert visited.violations() == []


@pytest.mark.slow
def test_every_kind_has_a_list_that_stands(visit: Callable[..., Visit], console: Live) -> None:
    """Whatever is declared, nothing of it by hand: the page of each kind that needs no parent."""
    visited = visit()
    page = visited.open("/resources")
    addresses = page.eval_on_selector_all("a[href*='/console/resources/']", "links => links.map(link => link.getAttribute('href'))")
    assert len(addresses) > 40
    wrong = []
    for address in addresses:
        page.goto(f"{console.api_url}{address}")
        page.locator("h1").wait_for(timeout=PATIENCE)
        page.wait_for_function("() => !document.querySelector('.mantine-Skeleton-root, [aria-busy=true]')", timeout=PATIENCE)
        if visited.faults or page.get_by_role("alert").count():
            wrong.append(f"{address}: {visited.faults or page.get_by_role('alert').all_inner_texts()}")
            visited.faults.clear()
    assert not wrong, "\n".join(wrong)


def test_a_call_is_tried_from_the_reference(visit: Callable[..., Visit]) -> None:
    visited = visit()
    page = visited.open("/developers/reference/messaging/Service")
    page.get_by_role("button", name="GET /messaging/v1/Services", exact=True).click()
    page.get_by_role("button", name="Send", exact=True).click()
    answer = page.get_by_role("status").filter(has_text="200")
    expect(answer).to_be_visible(timeout=PATIENCE)
    expect(answer).to_contain_text('"services"')
    assert visited.violations() == []


def test_a_key_is_shown_once_and_revoked(visit: Callable[..., Visit], console: Live) -> None:
    visited = visit()
    page = visited.open("/developers/keys")
    page.get_by_role("button", name="New key").click()
    page.get_by_role("dialog").get_by_label("Name").fill("for a test")
    page.get_by_role("button", name="Create").click()
    secret = page.get_by_role("dialog").locator("pre")
    expect(secret).to_have_text(re.compile(r"^\w{32}$"), timeout=PATIENCE)
    told = secret.inner_text()
    page.get_by_role("button", name="I have kept it").click()
    expect(page.get_by_text("for a test")).to_be_visible(timeout=PATIENCE)
    assert told not in page.content()
    assert visited.violations() == []
    page.get_by_role("row", name="for a test").get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("for a test")).to_have_count(0, timeout=PATIENCE)
    assert visited.faults == []
