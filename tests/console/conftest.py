"""The console in a real browser: Debian's Chromium, driven by Playwright, against a server of its own.

`visit` opens pages as the owner (the server runs with --no-auth); pictures of what was seen are kept in var/screenshots.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import Live, start_live
from tests.npm_packages import NoNpm, install

SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
# Without these Chromium asks its makers' hosts at every start; nothing of ours is asked from there.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: as long as it lives, no event loop of another test can run in this thread."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Chromium is not installed: apt-get install -y chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server whose console lets everybody on this machine in as the owner."""
    found = start_live(tmp_path_factory.mktemp("console") / "data", "--no-auth")
    yield found
    found.stop()


class Visit:
    """A page of the console. `faults` are what the browser complained of: errors of scripts, refused by policy, failed requests."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.faults: list[str] = []
        page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    def open(self, path: str) -> Page:
        """Go there, and wait until the page stands: its heading is there and nothing is being loaded."""
        self.page.goto(f"{self.origin}/console{path}")
        self.page.locator("h1").first.wait_for(timeout=20_000)
        self.page.wait_for_function("() => !document.querySelector('.mantine-Skeleton-root, [aria-busy=true]')", timeout=20_000)
        return self.page

    def keep(self, name: str) -> None:
        """A picture of the whole page."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png", full_page=True)

    def violations(self) -> list[str]:
        """What axe finds against accessibility: rule, what is wrong, and where."""
        self.page.evaluate(_axe())
        found: Any = self.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [f"{v['id']}: {v['help']} at {[node['target'] for node in v['nodes']][:4]}" for v in found["violations"]]


def _axe() -> str:
    try:
        return (install() / "node_modules" / "axe-core" / "axe.min.js").read_text()
    except NoNpm as why:
        pytest.skip(str(why))


@pytest.fixture
def visit(browser: Browser, console: Live) -> Iterator[Callable[..., Visit]]:
    """`visit(width=…, scheme=…, language=…)` gives a Visit in a context of its own."""
    contexts: list[BrowserContext] = []

    def begin(width: int = 1280, scheme: Any = "light", language: str = "en-US", live: Live = console, **more: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale=language, **more)
        contexts.append(context)
        return Visit(context.new_page(), live.api_url)

    yield begin
    for context in contexts:
        context.close()
