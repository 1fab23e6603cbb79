"""A text from a customer's system enters the pipeline, as one from the API does."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from trunkline.foundations.accounts.standing import may_do_business
from trunkline.kernel.clock import SECOND
from trunkline.kernel.errors import Problem
from trunkline.kernel.reactions import task
from trunkline.kernel.request import Caller
from trunkline.kernel.work import Work
from trunkline.products.messaging.actions.send_message import send_message
from trunkline.products.messaging.resources.message import USUAL_VALIDITY, Message

from ..protocol import receipts
from ..resources.fragment import Fragment
from ..resources.smpp_credential import SmppCredential
from ..resources.submission import Submission
from ..rules.alphabets import Alphabet
from .keep_fragment import settle_fragments, text_of, waiting_with
from .tell_customer import add_receipts, wake

log = logging.getLogger("trunkline.smpp.server")
SHORTEST_WAIT = 15 * 60 * SECOND
"""A schedule_delivery_time that is nearer is taken for now: the API schedules from 15 minutes on."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Moments, or None."""

    send_at: int | None = None
    expires: int | None = None


def caller_of(credential: SmppCredential) -> Caller:
    return Caller(credential.account_sid, credential.sid)


async def submit_text(
    work: Work, credential: SmppCredential, source: str, destination: str, body: str, wishes: Wishes, *, told: bool = True
) -> Message:
    """Stage it; `work` has the credential's caller. `told`: whether the system may have to be told its end.

    Raises Problem, 30002 for an account that may not do business.
    """
    if not await may_do_business(credential.account_sid, work):
        raise Problem(30002, "the account is suspended or closed", 403)
    now = work.now
    validity = USUAL_VALIDITY if wishes.expires is None else min(max((wishes.expires - now) // SECOND, 1), USUAL_VALIDITY)
    draft = Message(account_sid=credential.account_sid, to=destination, from_=source, body=body, validity_period=validity)
    draft.submitted_by = credential.sid if told else None
    if wishes.send_at is not None and wishes.send_at - now >= SHORTEST_WAIT:
        draft.send_at, draft.schedule_type = wishes.send_at, "fixed"
    return await send_message(draft, work)


async def reject_parts(work: Work, fragment_sids: list[str], code: int) -> None:
    """Commit that a text whose parts were taken will not be sent: the receipts that they asked for, and nothing waits any more."""
    fragments = await _read(work, fragment_sids)
    settle_fragments(work, [row for row in fragments if not row.joined])
    rows = await submissions_of(work, fragments)
    add_receipts(work, rows, receipts.REJECTED, code, "")
    await work.commit()
    wake(work, {row.credential_sid for row in rows})


async def _read(work: Work, sids: list[str]) -> list[Fragment]:
    found = [await work.fetch(Fragment, sid) for sid in sids]  # any account: our own work names them
    return [row for row in found if row is not None]


async def submissions_of(work: Work, fragments: list[Fragment]) -> list[Submission]:
    found = [await work.fetch(Submission, row.about["submission"]) for row in fragments]  # any account: those of the parts
    return [row for row in found if row is not None]


async def _submit_fragments(work: Work, rows: list[Fragment]) -> None:
    """Commit the text of these parts, all or what there is of them; when it is refused, the receipts that say so."""
    one = rows[0]
    credential = await work.fetch(SmppCredential, one.channel)  # any account: that of the parts
    if credential is None:
        settle_fragments(work, [row for row in rows if not row.joined])
        return
    work.caller = caller_of(credential)
    text = text_of(rows, Alphabet(credential.default_alphabet))
    try:
        message = await submit_text(
            work, credential, one.source, one.destination, text, Wishes(one.about.get("send_at"), one.about.get("expires"))
        )
    except Problem as why:
        log.info("a text in parts is refused: %d", why.code)
        work.refuse(why.code, why.message)
        await reject_parts(work, [row.sid for row in rows], why.code)
        return
    settle_fragments(work, [row for row in rows if not row.joined])
    for submission in await submissions_of(work, rows):
        work.set(submission, message_sid=message.sid)


@task(attempts=12)
async def submit_late(work: Work, fragment_sid: str) -> None:
    """The other parts have not come in time: what was acknowledged is sent, with gaps shown."""
    rows = await waiting_with(work, fragment_sid)
    if rows:
        await _submit_fragments(work, rows)


@task(attempts=12)
async def submit_leftover(work: Work, fragment_sids: list[str]) -> None:
    """Parts of a text that another one of the same reference has cut off."""
    rows = await _read(work, fragment_sids)
    if rows:
        await _submit_fragments(work, rows)
