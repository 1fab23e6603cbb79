"""Put short links of the account's own domain in the place of a text's links.

Source: Twilio, "Link Shortening", and CreateMessage, `ShortenUrls`.
"""

from __future__ import annotations

from trunkline.foundations.retention.expiry import plan_removal
from trunkline.kernel.errors import Problem
from trunkline.kernel.work import Work

from ..resources.link_domain import LinkDomain
from ..resources.message import Message
from ..resources.service import Service
from ..resources.short_link import CODE_LENGTH, LIFE, ShortLink
from ..rules.links import links_of, replace_links


async def shorten_links(draft: Message, service: Service | None, work: Work) -> None:
    """Stage one short link for each link of the body; links to the domain itself stay. The draft has its SID already.

    20001 without a service, or with one that has no domain: only a service's links are shortened.
    """
    if service is None:
        raise Problem(20001, "Invalid parameter 'ShortenUrls': a MessagingServiceSid must be given with it", 400)
    domain = await work.fetch(LinkDomain, service.link_domain_sid or "", draft.account_sid)
    if domain is None:
        raise Problem(20001, f"Invalid parameter 'ShortenUrls': {service.sid} is not associated with a link shortening domain", 400)
    prefix = domain.host if domain.disable_https else domain.domain_name
    put: dict[str, str] = {}
    for link in links_of(draft.body):
        if link.partition("://")[2].partition("/")[0].lower() == domain.host:
            continue
        code = work.platform.dice.token(CODE_LENGTH)
        put[link] = f"{prefix}/{code}"
        row = ShortLink(
            account_sid=draft.account_sid,
            code=code,
            short_url=put[link],
            link=link,
            domain_sid=domain.sid,
            service_sid=service.sid,
            message_sid=draft.sid,
            date_expires=work.now + LIFE,
        )
        work.add(row)
        plan_removal(row, work)
    draft.body = replace_links(draft.body, lambda link: put.get(link, link))
