"""Visitors of short links: who asks one of the domains that accounts have for their links is sent on to where the link leads."""

from __future__ import annotations

from trunkline.kernel.platform import Platform
from trunkline.products.messaging.actions.follow_link import follow_link
from trunkline.products.messaging.known_link_domains import known_link_domains
from trunkline.products.messaging.routes.link_domains import PROOF
from trunkline.surfaces.http.exchange import Answer, Asked

_LONGEST_HOST = 260
_SAFE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}


class LinkDoor:
    """A domain may share its host with the API: only what no operation of the API stands at is a link."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.domains = known_link_domains(platform)

    async def answer(self, asked: Asked) -> Answer | None:
        """302 to the link's end or to the domain's fallback, 404 where there is neither; None when no link domain is asked."""
        path, host = asked.path, asked.headers.get("host", "").lower()
        if (path.count("/") != 1 and path != PROOF) or not host or len(host) > _LONGEST_HOST or asked.method not in ("GET", "HEAD"):
            return None
        work = self.platform.work()
        domain = await self.domains.at(work, host)
        if domain is None:
            return None
        if path == PROOF:
            return Answer(200, domain.sid.encode(), "text/plain; charset=utf-8", dict(_SAFE))
        agent = asked.headers.get("user-agent", "")
        target = await follow_link(work, domain, path[1:], agent, counts=asked.method == "GET")
        await work.commit()
        if target is None:
            return Answer(404, b"This link leads nowhere (any more).\n", "text/plain; charset=utf-8", dict(_SAFE))
        return Answer(302, b"", "", {**_SAFE, "Location": target})
