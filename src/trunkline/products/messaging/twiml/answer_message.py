"""Ask the number's webhook what to do with an inbound message, and do it."""

from __future__ import annotations

from typing import Any

from trunkline.foundations.alerts.actions.raise_alert import raise_alert
from trunkline.foundations.markup.problems import MarkupProblem
from trunkline.foundations.markup.reading import Plain, read
from trunkline.foundations.markup.verb import Verb
from trunkline.foundations.trust.actions.obey_wish import Inbound, read_inbound
from trunkline.foundations.webhooks.actions.call_webhook import WebhookReply, call_webhook
from trunkline.kernel.work import Work
from trunkline.products.numbers.actions.find_destination import find_destination
from trunkline.products.numbers.resources.application import Application

from ..actions.find_channel_account import find_channel_account
from ..actions.find_service import find_service
from ..queries import webhook_parameters
from ..resources.cookie_jar import LONGEST_LIFE, CookieJar
from ..resources.message import Message
from ..rules.cookies import cookie_header, keep_cookies
from .exchange import Exchange, Goto
from .run_document import run_document

_MOST_REDIRECTS = 100
_CHANNEL_HOOK = ("callback_url", "callback_method", "fallback_url", "fallback_method")


async def answer_message(message: Message, work: Work) -> None:
    """Call the URL of the application or of the number; on failure its fallback. No URL, nothing happens."""
    target = await _target(message, work)
    if not target["sms_url"]:
        return
    parameters = {**await webhook_parameters(message, work), **await _opt_out_type(message, work)}
    jar = await work.find(CookieJar, account_sid=message.account_sid, far=message.from_, near=message.to)
    cookies: dict[str, Any] = dict(jar.cookies) if jar else {}
    url, method = target["sms_url"], target["sms_method"] or "POST"
    fallback = target["sms_fallback_url"] or None, target["sms_fallback_method"] or "POST"
    for hop in range(_MOST_REDIRECTS):
        reply = await call_webhook(
            work, account_sid=message.account_sid, url=url, method=method, parameters=parameters, fallback_url=fallback[0],
            fallback_method=fallback[1], subject_sid=message.sid, cookies=cookie_header(cookies, work.now), event=f"document {hop}",
            judge=_judge,
        )  # fmt: skip
        if reply is None:
            break
        cookies = keep_cookies(cookies, reply.cookies, work.now, LONGEST_LIFE)
        goto = await _obey(reply, Exchange(message, work, reply.url))
        if goto is None:
            break
        url, method = goto.url, goto.method
    else:
        raise_alert(
            work, message.account_sid, 12400, resource_sid=message.sid, text=f"more than {_MOST_REDIRECTS} redirects", request_url=url
        )
    _keep(jar, cookies, message, work)


async def _opt_out_type(message: Message, work: Work) -> dict[str, str]:
    """`OptOutType`, which Twilio tells only of keywords to a sender in a service with Advanced Opt-Out."""
    if not message.messaging_service_sid:
        return {}
    inbound = Inbound(message.account_sid, message.from_ or "", message.to, message.body, message.sid)
    found = (await read_inbound(inbound, work)).opt_out_type
    return {"OptOutType": found} if found else {}


def _judge(reply: WebhookReply) -> tuple[int, str] | None:
    """Why the document cannot be run, so that the fallback is asked."""
    if reply.status == 204:
        return None
    try:
        read(reply.body, reply.content_type)
    except MarkupProblem as problem:
        return problem.code, problem.message
    return None


async def _obey(reply: WebhookReply, exchange: Exchange) -> Goto | None:
    if reply.status == 204:
        return None
    document = read(reply.body, reply.content_type)
    if isinstance(document, Plain):
        text = document.text.strip()
        if not text:
            return None
        document = Verb("Response", {}, "", (Verb("Message", {}, text, (), 1),), 1)
    return await run_document(document, exchange)


async def _target(message: Message, work: Work) -> dict[str, str]:
    """A service takes the place of the number, unless it defers to it; an application that of the number's own URLs."""
    number = await find_destination(work, message.to)
    names = ("sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method")
    service = await find_service(work, message.account_sid, message.to) if message.messaging_service_sid else None
    if service is not None and not service.use_inbound_webhook_on_number:
        told = service.inbound_request_url, service.inbound_method, service.fallback_url, service.fallback_method
        return {name: value or "" for name, value in zip(names, told, strict=True)}
    if ":" in message.to and (channel := await find_channel_account(work, message.to)) is not None:
        hook = channel.webhook
        return {name: str(hook.get(key) or "") for name, key in zip(names, _CHANNEL_HOOK, strict=True)}
    if number is None or number.account_sid != message.account_sid:
        return dict.fromkeys(names, "")
    source: Any = number
    if sid := getattr(number, "sms_application_sid", ""):
        source = await work.fetch(Application, sid, message.account_sid) or number
    return {name: getattr(source, name, "") or "" for name in names}


def _keep(jar: CookieJar | None, cookies: dict[str, Any], message: Message, work: Work) -> None:
    if jar is not None and jar.cookies != cookies:
        work.set(jar, cookies=cookies)
    elif jar is None and cookies:
        work.add(CookieJar(account_sid=message.account_sid, far=message.from_ or "", near=message.to, cookies=cookies))
