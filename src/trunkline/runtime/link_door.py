"""Visitors of short links: who asks one of the domains that accounts have for their links is sent on to where the link leads."""

from __future__ import annotations

import logging

from trunkline.kernel.errors import Unrecorded
from trunkline.kernel.platform import Platform
from trunkline.products.messaging.actions.follow_link import follow_link
from trunkline.products.messaging.known_link_domains import known_link_domains
from trunkline.products.messaging.routes.link_domains import PROOF
from trunkline.surfaces.http.exchange import Answer, Asked

log = logging.getLogger("trunkline.links")
_LONGEST_HOST = 260
_SAFE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}


class LinkDoor:
    """A domain may share its host with the API: only what no operation of the API stands at is a link."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.domains = known_link_domains(platform)

    async def answer(self, asked: Asked) -> Answer | None:
        """302 to the link's end or to the domain's fallback, 404 where there is neither; None when no link domain is asked."""
        try:
            return await self._answer(asked)
        except Unrecorded as why:
            log.warning("a short link was not followed: %s", why)
            return _plain(503, "Try again after a moment.\n")
        except Exception:
            log.exception("a short link was not followed")
            return _plain(500, "Something went wrong here.\n")

    async def _answer(self, asked: Asked) -> Answer | None:
        path, host = asked.path, asked.headers.get("host", "").lower()
        if (path.count("/") != 1 and path != PROOF) or not host or len(host) > _LONGEST_HOST or asked.method not in ("GET", "HEAD"):
            return None
        work = self.platform.work()
        domain = await self.domains.at(work, host)
        if domain is None:
            return None
        if path == PROOF:
            return _plain(200, domain.sid)
        agent = asked.headers.get("user-agent", "")
        target = await follow_link(work, domain, path[1:], agent, counts=asked.method == "GET")
        await work.commit()
        return (
            _plain(404, "This link leads nowhere (any more).\n") if target is None else Answer(302, b"", "", {**_SAFE, "Location": target})
        )


def _plain(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), "text/plain; charset=utf-8", dict(_SAFE))
