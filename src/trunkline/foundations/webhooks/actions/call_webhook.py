"""Ask an account's application for a document, and wait for it; its fallback URL is asked when the first one fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from trunkline.foundations.webhooks.actions.attempt_webhook import Outcome, Webhook, alert_outcome, attempt_webhook
from trunkline.foundations.webhooks.ports import Headers
from trunkline.kernel.work import Work


@dataclass(frozen=True, slots=True)
class WebhookReply:
    """An answer with 2xx. `url` is the one that answered, after redirects: relative addresses in the document start there.

    `cookies` are the Set-Cookie values. `fallback` says that the fallback URL gave it.
    """

    status: int
    headers: Headers
    body: bytes
    truncated: bool
    url: str
    method: str
    cookies: tuple[str, ...]
    attempt_sid: str
    fallback: bool = False

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "content-type"), "")


Judge = Callable[[WebhookReply], tuple[int, str] | None]
"""Says why a document cannot be used (Twilio's 12xxx or 11751 code, and words), or None."""


async def call_webhook(
    work: Work,
    *,
    account_sid: str,
    subject_sid: str,
    url: str,
    method: str = "POST",
    parameters: dict[str, str],
    fallback_url: str | None = None,
    fallback_method: str = "POST",
    cookies: str = "",
    event: str = "",
    port: Literal["keep", "drop"] = "keep",
    judge: Judge | None = None,
) -> WebhookReply | None:
    """The application's answer, or None when neither URL gave one that can be used.

    Attempts and alerts are staged in `work`; commit it afterwards, and stage nothing before that must not wait (up to 15 s for each URL).
    The fallback gets the same parameters with ErrorCode and ErrorUrl (Twilio, "Availability and reliability"). `event` goes into the
    idempotency token; give it where the same parameters may come twice for one subject.
    """
    hook = Webhook(account_sid, subject_sid, url, method, parameters, event=event, cookies=cookies, port=port)
    code, reply = await _ask(work, hook, judge)
    if reply is not None or not fallback_url:
        return reply
    told = {**parameters, "ErrorCode": str(code), "ErrorUrl": url.partition("#")[0]}
    code, reply = await _ask(work, replace(hook, url=fallback_url, method=fallback_method, parameters=told), judge)
    return None if reply is None else replace(reply, fallback=True)


async def _ask(work: Work, hook: Webhook, judge: Judge | None) -> tuple[int, WebhookReply | None]:
    outcome = await attempt_webhook(work, hook)
    reply = _reply(outcome) if outcome.good else None
    if reply is not None and judge is not None and (objection := judge(reply)) is not None:
        outcome.code, outcome.message = objection
        reply = None
    alert_outcome(work, hook, outcome)
    return outcome.code, reply


def _reply(outcome: Outcome) -> WebhookReply:
    answer, attempt = outcome.answer, outcome.attempt
    assert answer is not None
    assert attempt is not None
    cookies = tuple(value for name, value in answer.headers if name.lower() == "set-cookie")
    # A redirect that turned the POST into a GET does not change how a relative <Redirect> is asked for: it has its own method.
    return WebhookReply(answer.status, answer.headers, answer.body, answer.truncated, answer.url, attempt.method, cookies, attempt.sid)
