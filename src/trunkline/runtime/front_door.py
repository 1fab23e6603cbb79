"""What stands at the address: the API, the console, /healthz, the pages that error bodies link to, the echo app, and short links."""

from __future__ import annotations

from trunkline.foundations.error_codes.page import POLICY, error_page, language_of
from trunkline.kernel.errors import Problem
from trunkline.kernel.platform import Platform
from trunkline.surfaces.console.application import ROOT, ConsoleApplication
from trunkline.surfaces.console.cookie_register import GPC_PATH, gpc_support
from trunkline.surfaces.console.news import news_desk
from trunkline.surfaces.http.exchange import Answer, Asked
from trunkline.surfaces.rest.application import RestApplication

from .echo_app import PATH, EchoApp
from .link_door import LinkDoor


class FrontDoor:
    """The application of a node."""

    def __init__(self, platform: Platform, scheme: str = "http") -> None:
        self.platform = platform
        self.rest = RestApplication(platform, scheme)
        self.console = ConsoleApplication(platform, self.rest)
        self.echo = EchoApp()
        self.links = LinkDoor(platform)
        self.ready = False

    async def answer(self, asked: Asked) -> Answer:
        path = asked.path
        if path.startswith("/2010-04-01/"):  # the hot path first
            return await self.rest.answer(asked)
        if path.startswith(ROOT) and path[len(ROOT) :][:1] in ("", "/"):
            return await self.console.answer(asked)
        if path == "/" and "text/html" in asked.headers.get("accept", "") and asked.method in ("GET", "HEAD"):
            return Answer(302, b"", "", {"Location": ROOT + "/", "Cache-Control": "no-store"})
        if path == "/healthz":
            return _plain(200 if self.ready else 503, "text/plain", "ready\n" if self.ready else "starting\n")
        if path == GPC_PATH:
            return Answer(200, gpc_support(), "application/json", {"X-Content-Type-Options": "nosniff"})
        if path.startswith("/errors/") and path[8:].isascii() and path[8:].isdigit() and len(path) <= 14:
            return _page(path[8:], asked)
        if path.startswith(PATH):
            return await self.echo.answer(asked)
        if (link := await self.links.answer(asked)) is not None:
            return link
        return await self.rest.answer(asked)

    async def start(self) -> None:
        """Hear of what other nodes write; `close` when this one stops."""
        await news_desk(self.platform).start()

    async def close(self) -> None:
        await news_desk(self.platform).close()

    def refuse(self, problem: Problem, path: str) -> Answer:
        return self.rest.refuse(problem, path)


def _page(code: str, asked: Asked) -> Answer:
    """A page that stands on this host, so that the link works without the internet."""
    page = error_page(int(code), language_of(asked.headers.get("accept-language", ""), asked.query))
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Vary": "Accept-Language",
    }
    return Answer(200, page.encode(), "text/html; charset=utf-8", headers)


def _plain(status: int, kind: str, text: str) -> Answer:
    headers = {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}
    return Answer(status, text.encode(), f"{kind}; charset=utf-8", headers)
