"""One timeline for everything: what is on record about a thing, in the order in which it came about."""

from __future__ import annotations

import re
from typing import Any

from trunkline.foundations.alerts.resources.alert import Alert
from trunkline.foundations.requests.request_log import RequestLog
from trunkline.foundations.requests.resources.api_request import ApiRequest
from trunkline.foundations.webhooks.resources.attempt import WebhookAttempt
from trunkline.kernel.fields import Create, Update
from trunkline.kernel.ports import Condition
from trunkline.kernel.resource import CATALOGUE, Resource
from trunkline.kernel.work import Work

from .snippets import snippets
from .step import ORDER, TELLERS, Link, Step, error_link
from .tell_attempt import tell_attempt
from .trail import read_trail

MOST = 200
"""Steps of one sort that are told at most, the latest."""
_WRITES = Condition("method", "in", ("POST", "PUT", "PATCH", "DELETE"))
_LINE = re.compile(r"\(line (\d+)\)")


async def find_thing(work: Work, account_sid: str, sid: str) -> Resource | None:
    """The row of that SID in this account, of a kind that the API shows; None where there is none, or it is another account's."""
    if (log := work.platform.ports.get(RequestLog)) is not None:
        await log.flush()
    for kind in CATALOGUE:
        if kind.mounts and sid.startswith(kind.prefix) and (row := await work.fetch(kind, sid, account_sid)) is not None:
            return row
    return None


async def tell_timeline(work: Work, row: Resource, origin: str) -> list[Step]:
    """All steps of the row, oldest first. `origin`: scheme and host, for requests to be made again.

    Of a request or a webhook attempt, its own step and those of what it was about.
    """
    steps: list[Step] = []
    about: Resource | None = row
    if isinstance(row, ApiRequest | WebhookAttempt | Alert):
        about = await find_thing(work, row.account_sid, row.resource_sid) if row.resource_sid else None
        if about is None:
            steps = [_tell_request(row, None, origin)] if isinstance(row, ApiRequest) else []
            steps += tell_attempt(row) if isinstance(row, WebhookAttempt) else [_tell_alert(row)] if isinstance(row, Alert) else []
        elif isinstance(row, ApiRequest) and row.method == "GET":
            steps = [_tell_request(row, None, origin)]
    if about is not None:
        steps += await _tell(work, about, origin)
    return sorted(steps, key=lambda step: (step.at, ORDER.index(step.kind)))


async def _tell(work: Work, row: Resource, origin: str) -> list[Step]:
    steps = tell_states(row)
    newest, account_sid = (("sid", True),), row.account_sid
    requests = await work.select(ApiRequest, _WRITES, order=newest, limit=MOST, account_sid=account_sid, resource_sid=row.sid)
    made = min((r.sid for r in requests if r.operation.startswith("Create")), default="")
    steps += [_tell_request(r, row if r.sid == made else None, origin) for r in requests]
    for attempt in await work.select(WebhookAttempt, order=newest, limit=MOST, account_sid=account_sid, resource_sid=row.sid):
        steps += tell_attempt(attempt)
    alerts = await work.select(Alert, order=newest, limit=MOST, account_sid=account_sid, resource_sid=row.sid)
    steps += [_tell_alert(alert) for alert in alerts]
    for kind, teller in TELLERS:
        if isinstance(row, kind):
            steps += await teller(row, work)
    return steps


def tell_states(row: Resource) -> list[Step]:
    """Its states, with the error in the last one; of a thing without states, that it was made and last changed."""
    title = row.title
    steps = [Step(at, "state", f"{title} is {state}", state=state) for state, at in read_trail(row)]
    if not steps:
        steps = [Step(row.date_created, "state", f"{title} is made")]
        if row.date_updated > row.date_created:
            steps.append(Step(row.date_updated, "state", f"{title} was last changed"))
        return steps
    code, words = getattr(row, "error_code", None), getattr(row, "error_message", None)
    if code:
        steps[-1].summary = f"{code}: {words}" if words else str(code)
        steps[-1].details = {"error_code": code, "error_message": words}
        steps[-1].links = [error_link(code)]
    return steps


def _tell_request(request: ApiRequest, made: Resource | None, origin: str) -> Step:
    parameters = dict(request.parameters)
    if made is not None:
        _fill(parameters, made)
    withheld = [name for name, value in parameters.items() if value is None or (isinstance(value, list) and None in value)]
    prefix = "" if request.product == "api" or request.path.startswith(f"/{request.product}/") else f"/{request.product}"
    answered = f"{request.status_code}" + (f", error {request.error_code}" if request.error_code else "")
    way = "in the console" if request.through == "console" else f"by {request.credential_sid}"
    return Step(
        request.date_created,
        "request",
        f"{request.method} {request.path}",
        f"{request.operation or 'A request'} {way}: answered {answered} in {request.duration / 1000:.1f} ms",
        details={
            "request_sid": request.sid,
            "operation": request.operation,
            "method": request.method,
            "path": request.path,
            "parameters": parameters,
            "withheld": withheld,
            "status_code": request.status_code,
            "error_code": request.error_code,
            "error_message": request.error_message,
            "duration_us": request.duration,
            "credential_sid": request.credential_sid,
            "address": request.address,
            "user_agent": request.user_agent,
            "through": request.through,
            "snippets": snippets(request.method, origin + prefix + request.path, parameters),
        },
        links=[error_link(request.error_code)] if request.error_code else [],
    )


def _fill(parameters: dict[str, Any], row: Resource) -> None:
    """What the log does not keep is on the row, as long as that is there."""
    for column in row.columns:
        for mark in (column.mark(Create), column.mark(Update)):
            if mark is None or not column.stored:
                continue
            name, value = column.parameter(mark), getattr(row, column.name)
            if name in parameters and parameters[name] is None and isinstance(value, str) and value:
                parameters[name] = value


def _tell_alert(alert: Alert) -> Step:
    line = _LINE.search(alert.alert_text)
    return Step(
        alert.date_generated or alert.date_created,
        "alert",
        f"{alert.log_level.capitalize()} {alert.error_code}",
        alert.alert_text,
        details={
            "alert_sid": alert.sid,
            "error_code": alert.error_code,
            "log_level": alert.log_level,
            "line": int(line[1]) if line else None,
            "request_url": alert.request_url,
        },
        links=[error_link(alert.error_code), Link("Alert", f"/logs/alerts/{alert.sid}")],
    )
