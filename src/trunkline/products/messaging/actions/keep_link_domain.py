"""Make, change and remove domains of short links, and lend them to services."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import creates, deletes
from trunkline.kernel.work import Work

from ..resources.link_domain import LinkDomain
from ..resources.service import Service
from ..resources.short_link import ShortLink


@creates(LinkDomain)
async def make_link_domain(draft: LinkDomain, work: Work) -> LinkDomain:
    """20409 (at commit) for a domain that somebody has."""
    draft.config_sid = work.sid("ZK")
    return work.add(draft)


@deletes(LinkDomain)
async def remove_link_domain(domain: LinkDomain, work: Work) -> None:
    """Its links lead nowhere any more."""
    for service in await work.select(Service, account_sid=domain.account_sid, link_domain_sid=domain.sid):
        work.change(service, link_domain_sid=None)
    work.sweep(ShortLink, account_sid=domain.account_sid, domain_sid=domain.sid)
    work.remove(domain)


def associate(service: Service, domain: LinkDomain, work: Work) -> None:
    """30130 for a service that belongs to another domain."""
    if service.link_domain_sid not in (None, domain.sid):
        raise Problem(30130, f"{service.sid} already belongs to another domain", 400)
    if service.link_domain_sid is None:
        work.change(service, link_domain_sid=domain.sid)


def configure(domain: LinkDomain, changes: dict[str, Any], work: Work) -> None:
    if changes:
        work.change(domain, **changes)
