"""What stands at the address: the API, /healthz, the pages that error bodies link to, and the echo app."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.platform import Platform
from trunkline.surfaces.rest.application import RestApplication

from .echo_app import PATH, EchoApp


class FrontDoor:
    """The ASGI application of a node."""

    def __init__(self, platform: Platform, scheme: str = "http") -> None:
        self.rest = RestApplication(platform, scheme)
        self.echo = EchoApp()
        self.ready = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path.startswith("/2010-04-01/"):  # the hot path first
            await self.rest(scope, receive, send)
        elif path == "/healthz":
            await self._text(send, 200 if self.ready else 503, "ready\n" if self.ready else "starting\n")
        elif path.startswith("/errors/") and path[8:].isdigit() and len(path) <= 14:
            await self._page(send, path[8:])
        elif path.startswith(PATH):
            await self.echo(scope, receive, send)
        else:
            await self.rest(scope, receive, send)

    async def _page(self, send: Any, code: str) -> None:
        """A page that stands on this host, so that the link works without the internet."""
        source = f"https://www.twilio.com/docs/api/errors/{code}"
        ours = int(code) // 1000 == 99
        more = "" if ours else f'<p>Twilio describes this code at <a href="{source}" rel="noreferrer">{source}</a>.</p>'
        page = f"<!doctype html><html lang=en><meta charset=utf-8><title>Error {code}</title><h1>Error {code}</h1>{more}"
        await self._send(send, 200, b"text/html; charset=utf-8", page.encode())

    async def _text(self, send: Any, status: int, text: str) -> None:
        await self._send(send, status, b"text/plain; charset=utf-8", text.encode())

    @staticmethod
    async def _send(send: Any, status: int, kind: bytes, body: bytes) -> None:
        headers = [
            (b"content-type", kind), (b"content-length", str(len(body)).encode()),
            (b"content-security-policy", b"default-src 'none'"), (b"x-content-type-options", b"nosniff"),
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
