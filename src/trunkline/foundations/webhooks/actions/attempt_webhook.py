"""Make the attempts of one webhook: sign, send, record, and try again where the URL's retry policy says so."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, cast
from urllib.parse import quote_plus

from trunkline.foundations.access.tokens import auth_token
from trunkline.foundations.alerts.actions.raise_alert import raise_alert, storable
from trunkline.foundations.webhooks import idempotency, signature
from trunkline.foundations.webhooks.delays import WebhookDelay
from trunkline.foundations.webhooks.overrides import OverrideProblem, failure_of, read_overrides
from trunkline.foundations.webhooks.ports import Answer, Headers, Outgoing, TextLogs, Unreachable, WebCaller
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.kernel.work import Work

USER_AGENT = "TwilioProxy/1.1"
_FORM = "application/x-www-form-urlencoded; charset=UTF-8"
TEXTS = frozenset({"Body", "ButtonText", "Digits", "SpeechResult", "StableSpeechResult", "TranscriptionText", "UnstableSpeechResult"})
"""Parameters that hold what people said or keyed in."""
NOT_KEPT = "[not kept]"
# Seconds before the first retry; each further wait is twice as long. All of it lies within the URL's total time (15 s).
_FIRST_WAIT = 0.1
# Twilio's codes for a retry policy and an edge that make no sense; it has none for a wrong number.
_OVERRIDE_CODES = {"rp": 11243, "e": 11240}


@dataclass(frozen=True, slots=True)
class Webhook:
    """What is called. `event` tells events of one resource apart that have the same parameters; it makes the idempotency token.

    `cookies` is the value of the Cookie header. `port="drop"` signs the URL without its port (voice over HTTPS). `replays` is the attempt
    that is made once more, and `key` its token.
    """

    account_sid: str
    subject_sid: str
    url: str
    method: str
    parameters: dict[str, str]
    kind: Literal["document", "callback"] = "document"
    event: str = ""
    sequence: int = 0
    cookies: str = ""
    port: Literal["keep", "drop"] = "keep"
    replays: str = ""
    key: str = ""

    def token(self, form: str) -> str:
        """The same for every attempt of this event, after a restart too. `form`: the parameters, encoded."""
        return self.key or idempotency.token_of(self.account_sid, self.subject_sid, self.url, self.event, form)


# What a form leaves as it is; SIDs, states and numbers mostly are, and finding that out costs far less than quoting.
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*").fullmatch
_NUMBER = re.compile(r"\+[0-9]+").fullmatch


@lru_cache(maxsize=1024)
def _name(text: str) -> str:
    return quote_plus(text)


def _value(text: str) -> str:
    if _PLAIN(text):
        return text
    return f"%2B{text[1:]}" if _NUMBER(text) else quote_plus(text, errors="replace")


def encode_form(parameters: Mapping[str, str]) -> str:
    """application/x-www-form-urlencoded, as `urllib.parse.urlencode` writes it."""
    return "&".join([f"{_name(k)}={_value(v)}" for k, v in parameters.items()])


@dataclass(slots=True)
class Outcome:
    """How the last attempt ended. `code` is 0 when the application answered with 2xx, else Twilio's error."""

    code: int
    message: str
    attempts: int
    answer: Answer | None = None
    attempt: WebhookAttempt | None = None
    problems: tuple[OverrideProblem, ...] = ()

    @property
    def good(self) -> bool:
        return self.code == 0


@dataclass(slots=True)
class _Signer:
    """Signs every hop, and keeps what was signed for the configured URL."""

    token: str
    hook: Webhook
    text: str = ""
    headers: Headers = field(default=())

    def __call__(self, method: str, url: str, body: bytes) -> Headers:
        port = self.hook.port if url.lower().startswith("https:") else "keep"
        if method == "POST" and body:
            signed = signature.sign_form(self.token, url, self.hook.parameters.items(), port=port)
        else:
            signed = signature.sign_url(self.token, url, port=port)
        made = ((signature.HEADER, signed.signature),)
        if not self.text:
            self.text, self.headers = signed.text, made
        return made


async def attempt_webhook(work: Work, hook: Webhook, *, settle: bool = False) -> Outcome:
    """Call until the application answers with 2xx or its URL's overrides allow no more; every attempt is staged in `work`.

    With `settle`, failed attempts are committed before the next one is made, so that a crash does not lose them; the last attempt is
    always left to the caller's commit. Never raises for what the network or the application does.
    """
    token = await auth_token(hook.account_sid, work.platform)
    address, overrides = read_overrides(hook.url)
    method: Literal["GET", "POST"] = "GET" if hook.method.upper() == "GET" else "POST"
    form = encode_form(hook.parameters)
    key = hook.token(form)
    headers: list[tuple[str, str]] = [("User-Agent", USER_AGENT), (idempotency.HEADER, key)]
    if hook.cookies:
        headers.append(("Cookie", hook.cookies))
    body = b""
    if method == "POST":
        headers.append(("Content-Type", _FORM))
        body = form.encode("ascii")
    else:
        address = signature.with_query(address, hook.parameters.items())
    logs = cast("TextLogs | None", work.platform.ports.get(TextLogs))
    keeps = logs is None or await logs.may_keep(work, hook.account_sid)
    loop = asyncio.get_running_loop()
    started = loop.time()
    attempts = 0
    while True:
        attempts += 1
        signer = _Signer(token, hook)
        spent = int((loop.time() - started) * 1000)
        outgoing = Outgoing(method, address, tuple(headers), body, overrides.limits(spent_ms=spent), signer)
        result = await _call(work, hook, outgoing)
        outcome = _judge(result, attempts)
        outcome.problems = overrides.problems
        outcome.attempt = _record(work, hook, outgoing, signer, result, outcome, key, keeps=keeps)
        if outcome.good:
            return outcome
        left = overrides.total_ms / 1000 - (loop.time() - started)
        wait = _FIRST_WAIT * 2 ** (attempts - 1) * (1 - work.platform.dice.fraction() / 2)
        if wait >= left or not overrides.allows_retry(failure_of(result), attempts):
            return outcome
        if settle:
            await work.commit()
        await asyncio.sleep(wait)


async def _call(work: Work, hook: Webhook, outgoing: Outgoing) -> Answer | Unreachable:
    delay = cast("WebhookDelay | None", work.platform.ports.get(WebhookDelay))
    if delay is not None and (slow := delay.delay_ms(hook.account_sid, outgoing.url, hook.parameters)) > 0:
        limit = min(outgoing.limits.read_ms, outgoing.limits.total_ms)
        await asyncio.sleep(min(slow, limit) / 1000)
        if slow >= limit:
            return Unreachable("timeout", "no answer in time (the simulated network held it back)", limit, phase="await")
    caller: WebCaller = work.platform.ports[WebCaller]
    try:
        return await caller.call(outgoing)
    except Unreachable as why:
        return why


def _judge(result: Answer | Unreachable, attempts: int) -> Outcome:
    """Twilio's code: 11200 for an error status, 11216 for a redirect to nowhere, and what the port says where there is no answer."""
    if isinstance(result, Unreachable):
        return Outcome(result.code, result.message, attempts)
    if 200 <= result.status <= 299:
        return Outcome(0, "", attempts, result)
    if 300 <= result.status <= 399:
        return Outcome(11216, f"the application answered {result.status} without a place to go to", attempts, result)
    return Outcome(11200, f"the application answered {result.status}", attempts, result)


def _record(
    work: Work, hook: Webhook, outgoing: Outgoing, signer: _Signer, result: Answer | Unreachable, outcome: Outcome, key: str, *, keeps: bool
) -> WebhookAttempt:
    """`keeps` False: what people said, and what the application answered, is left out."""
    made = WebhookAttempt(
        account_sid=hook.account_sid,
        kind=hook.kind,
        resource_sid=hook.subject_sid,
        url=hook.url,
        method=outgoing.method,
        attempt=outcome.attempts,
        sequence=hook.sequence,
        idempotency_token=key,
        parameters=dict(hook.parameters) if keeps else _without_texts(hook.parameters),
        request_headers=dict((*outgoing.headers, *signer.headers)),
        signed_text=storable(signer.text) if keeps else "",
        duration_ms=result.duration_ms,
        error_code=outcome.code or None,
        response_headers=[],
        replays=hook.replays or None,
    )
    if isinstance(result, Answer):
        made.http_status = result.status
        made.response_headers = [list(header) for header in result.headers]
        made.response_body = storable(result.body.decode("utf-8", "replace")) if keeps else ""
        made.response_truncated = result.truncated
        made.answered_by, made.redirects = result.remote, result.redirects
    else:
        made.error_kind = result.kind
    if not outcome.good:
        made.error_message = storable(outcome.message)
    return work.add(made)


def _without_texts(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: NOT_KEPT if name in TEXTS and value else value for name, value in parameters.items()}


def alert_outcome(work: Work, hook: Webhook, outcome: Outcome) -> None:
    """Stage the alert for a webhook that failed, and a warning for each connection override that made no sense."""
    sent: dict[str, Any] = {"request_url": hook.url, "request_method": hook.method.upper(), "request_variables": hook.parameters}
    if outcome.attempt is not None:
        sent["request_headers"] = list(outcome.attempt.request_headers.items())
        # The attempt on record holds what may be kept.
        sent["request_variables"] = outcome.attempt.parameters
    if not outcome.good:
        answer = outcome.answer
        answered = None if answer is None else answer.body.decode("utf-8", "replace")
        raise_alert(
            work,
            hook.account_sid,
            outcome.code,
            resource_sid=hook.subject_sid,
            text=f"{outcome.message} (attempt {outcome.attempts})",
            response_headers=None if answer is None else answer.headers,
            response_body=answered if outcome.attempt is None else outcome.attempt.response_body or None,
            **sent,
        )
    for problem in outcome.problems:
        code = _OVERRIDE_CODES.get(problem.name, 11100)
        raise_alert(work, hook.account_sid, code, resource_sid=hook.subject_sid, log_level="warning", text=problem.message, **sent)
