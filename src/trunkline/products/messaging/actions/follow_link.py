"""Somebody clicks a short link: count it, tell the application, and say where it leads."""

from __future__ import annotations

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.foundations.retention.expiry import plan_removal
from trunkline.foundations.webhooks.callbacks import Callback, send_callback
from trunkline.kernel.dialects import write_iso8601
from trunkline.kernel.ports import Condition
from trunkline.kernel.work import Work

from ..resources.link_click import LinkClick
from ..resources.link_domain import LinkDomain
from ..resources.message import Message
from ..resources.short_link import CODE_LENGTH, ShortLink

_LONGEST_AGENT = 500


async def follow_link(work: Work, domain: LinkDomain, code: str, user_agent: str, *, counts: bool = True) -> str | None:
    """Where the short link leads, or where the domain sends visitors of links that it does not have (30104), or None (30105).

    Stages the click, which `counts` unless it is only looked at. A link is forgotten 90 days after its message.
    """
    link = await _find(work, domain, code)
    if link is None:
        fallback = domain.fallback_url
        text = "a short link was not found; the visitor was sent to the fallback URL" if fallback else "a short link was not found"
        raise_alert(
            work, domain.account_sid, 30104 if fallback else 30105, resource_sid=domain.sid, log_level="warning", text=text,
            request_url=f"{domain.domain_name}/{code[:50]}",
        )  # fmt: skip
        return fallback
    if counts:
        await _count(work, domain, link, user_agent[:_LONGEST_AGENT])
    return link.link


async def _find(work: Work, domain: LinkDomain, code: str) -> ShortLink | None:
    if len(code) != CODE_LENGTH or not code.isascii() or not code.isalnum():
        return None
    alive = Condition("date_expires", "absent or >", work.now)
    return await work.find(ShortLink, alive, account_sid=domain.account_sid, domain_sid=domain.sid, code=code)


async def _count(work: Work, domain: LinkDomain, link: ShortLink, user_agent: str) -> None:
    click = LinkClick(account_sid=link.account_sid, short_link_sid=link.sid, user_agent=user_agent, date_expires=link.date_expires)
    work.add(click)
    plan_removal(click, work)
    work.add_to(link, clicks=1)
    if not domain.callback_url:
        return
    message = await work.fetch(Message, link.message_sid, link.account_sid)
    told = {
        "event_type": "click",
        "sms_sid": link.message_sid,
        "account_sid": link.account_sid,
        "messaging_service_sid": link.service_sid,
        "to": message.to if message is not None else "",
        "from": (message.from_ or "") if message is not None else "",
        "link": link.link,
        "shortened_link": link.short_url,
        "link_create_time": write_iso8601(link.date_created),
        "click_time": write_iso8601(click.date_created),
        "user_agent": user_agent,
    }
    send_callback(work, click, "click", Callback(domain.callback_url, "POST", told))
