"""Every page of the console, in both languages, light and dark, wide and narrow: it stands, nothing is refused, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Visit

PAGES = (
    "/overview", "/phones", "/logs/messages", "/logs/requests", "/logs/webhooks", "/logs/alerts", "/logs/events", "/numbers",
    "/numbers/buy", "/services", "/registrations", "/trust/decisions", "/trust/evaluate", "/trust/consents", "/trust/opt-outs",
    "/trust/rules", "/trust/cases", "/trust/matrix", "/usage", "/developers", "/people",
    "/privacy", "/privacy?part=exports", "/privacy?part=erasures", "/privacy?part=browser", "/account", "/resources",
)  # fmt: skip
LOOKS = (
    {"width": 1280, "scheme": "light", "language": "en-US"},
    {"width": 360, "scheme": "dark", "language": "ja-JP"},
)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look['language']}-{look['scheme']}-{look['width']}")
def test_every_page_stands_and_is_accessible(visit: Callable[..., Visit], look: dict[str, object]) -> None:
    found: dict[str, list[str]] = {}
    visited = visit(**look)
    for path in PAGES:
        page = visited.open(path)
        wrong = [*visited.faults, *visited.violations()]
        if page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth + 1"):
            wrong.append("the page is wider than the window")
        visited.keep(f"{path} {look['language']} {look['scheme']}")
        visited.faults.clear()
        if wrong:
            found[path] = wrong
    assert not found, "\n".join(f"{path}: {fault}" for path, faults in found.items() for fault in faults)


def test_nothing_is_kept_in_the_browser_but_what_the_register_names(visit: Callable[..., Visit]) -> None:
    """R121, R123: cookies, local and session storage after a walk through the console."""
    visited = visit()
    for path in ("/phones", "/logs/messages", "/trust/rules", "/account"):
        visited.open(path)
    registered = {entry["name"] for entry in visited.page.evaluate("() => fetch('/console/api/cookies').then(a => a.json())")["cookies"]}
    kept = {cookie["name"] for cookie in visited.page.context.cookies()}
    kept |= set(visited.page.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"))
    assert kept <= registered
