"""The domains of short links, as every request to the platform asks for them: from memory."""

from __future__ import annotations

from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import alongside
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from .resources.link_domain import LinkDomain
from .short_memory import ShortMemory


class KnownLinkDomains:
    """Of one platform. Rows are only to be read."""

    def __init__(self) -> None:
        self._domains: ShortMemory[LinkDomain | None] = ShortMemory()

    async def at(self, work: Work, host: str) -> LinkDomain | None:
        """The domain that a browser names as its host, whichever account has it."""
        return await self._domains.recall(host, lambda name: _read(work, name))

    def forget(self, host: str) -> None:
        self._domains.forget(host)


async def _read(work: Work, host: str) -> LinkDomain | None:
    names = (f"https://{host}", f"http://{host}")
    return await work.find(LinkDomain, Condition("domain_name", "in", names))  # any account: a visitor has none


def known_link_domains(platform: Platform) -> KnownLinkDomains:
    found = platform.ports.get(KnownLinkDomains)
    if found is None:
        found = platform.ports[KnownLinkDomains] = KnownLinkDomains()
    assert isinstance(found, KnownLinkDomains)
    return found


@alongside(LinkDomain)
def forget_domain(row: Resource, state: str, work: Work) -> None:
    assert isinstance(row, LinkDomain)
    known_link_domains(work.platform).forget(row.host)
