"""Status callbacks: a resource that enters an announced state tells its application so.

A product registers what to tell, and nothing else:

    @tells(Message)
    def tell(row: Message, state: str) -> Callback | None:
        return Callback(row.status_callback, parameters={"MessageSid": row.sid, …}) if row.status_callback else None

The callback is written in the commit of the state that it tells, and leaves after it. Callbacks of one resource leave one after the other,
in the order of its states, each within the 15 s that its URL has for all attempts; the next goes on whether or not the last got through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from trunkline.foundations.webhooks.actions.attempt_webhook import Webhook, alert_outcome, attempt_webhook
from trunkline.foundations.webhooks.places import Full, Places
from trunkline.kernel.clock import SECOND
from trunkline.kernel.jobs import GiveUp, Later
from trunkline.kernel.reactions import alongside, task
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

R = TypeVar("R", bound=Resource)


@dataclass(frozen=True, slots=True)
class Callback:
    """`parameters` as they are at this state; they are kept until they have been sent."""

    url: str
    method: str = "POST"
    parameters: dict[str, str] | None = None


class Undelivered(GiveUp):
    """The application did not take the callback. The job is kept as a dead one; attempts and the alert are on record."""


def tells(kind: type[R]) -> Callable[[Callable[[R, str], Callback | None]], Callable[[R, str], Callback | None]]:
    """Register what a resource of `kind` tells on entering each state that its lifecycle announces.

    The function runs in the hot path, for every such state: it must be quick, and give None where there is no URL.
    """
    announced = kind.lifecycle.announced if kind.lifecycle is not None else ""
    if not announced:
        raise ValueError(f"{kind.__name__} announces no state")

    def keep(tell: Callable[[R, str], Callback | None]) -> Callable[[R, str], Callback | None]:
        def stage(row: R, state: str, work: Work) -> None:
            callback = tell(row, state)
            if callback is not None and callback.url:
                send_callback(work, row, state, callback)

        alongside(kind, enters=announced)(stage)
        return tell

    return keep


def send_callback(work: Work, row: Resource, state: str, callback: Callback) -> None:
    """Stage one callback about a row. For what is not an announced state (a call's progress events, say) `state` names the event."""
    work.enqueue(
        deliver_callback,
        lane=row.sid,
        account_sid=row.account_sid,
        subject_sid=row.sid,
        state=state,
        sequence=row.version,
        url=callback.url,
        method=callback.method,
        parameters=callback.parameters or {},
    )


def _places(work: Work) -> Places:
    found: Places | None = work.platform.ports.get(Places)
    if found is None:
        found = work.platform.ports[Places] = Places()
    return found


@lru_cache(maxsize=1024)
def _host(url: str) -> str:
    """Host and port as written; a URL that makes no sense is its own host, and is refused when it is called."""
    return re.split(r"[/?#]", url.partition("://")[2], maxsplit=1)[0].rpartition("@")[2].lower() or url


@task(attempts=3, timeout=60.0)
async def deliver_callback(
    work: Work, account_sid: str, subject_sid: str, state: str, sequence: int, url: str, method: str, parameters: dict[str, str]
) -> None:
    """Make the attempts that the URL's overrides allow. A success is one row, in the commit that ends the job."""
    hook = Webhook(account_sid, subject_sid, url, method, parameters, "callback", f"{state}.{sequence}", sequence)
    try:
        async with _places(work).at(_host(url)):
            outcome = await attempt_webhook(work, hook, settle=True)
    except Full as full:
        raise Later(int(full.seconds * (1 + work.platform.dice.fraction()) * SECOND)) from None
    if outcome.good and not outcome.problems:
        return
    alert_outcome(work, hook, outcome)
    if not outcome.good:
        await work.commit()
        raise Undelivered(f"{outcome.code}: {outcome.message}")
