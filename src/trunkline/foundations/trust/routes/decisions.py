"""Decisions, whether they are rows or packed into their messages, in one list by age."""

from __future__ import annotations

from typing import Any

from trunkline.kernel.codec import encoder, filters
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import invalid
from trunkline.kernel.identifiers import is_sid
from trunkline.kernel.paging import Place, addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import finds, sees
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route
from trunkline.kernel.work import Work

from ..actions.digest_recipient import digest_recipient
from ..actions.unpack_decisions import age, unpack_message
from ..decisions.decision import Verdict
from ..ports import DecidedMessages
from ..resources.decision_record import DecisionRecord
from ..rules.packed_decisions import PREFIXES

_ROW = DecisionRecord.prefix


@sees(DecisionRecord)
def of_recipient(request: Request) -> tuple[Condition, ...]:
    """`Recipient=` on a list: rows of that person, found by digest, on whatever channel."""
    recipient = request.text("Recipient") if request.method in ("GET", "HEAD") else ""
    if not recipient:
        return ()
    return (Condition("recipient_digest", "=", digest_recipient(request.work, request.account_sid, recipient)),)


@finds(DecisionRecord)
async def find_packed(key: str, account_sid: str, work: Work) -> DecisionRecord | None:
    """A decision that lies in its message."""
    messages: DecidedMessages | None = work.platform.ports.get(DecidedMessages)
    if messages is None or not is_sid(key) or key[:2] not in PREFIXES.values():
        return None
    message = await messages.one(work, account_sid, f"SM{key[2:]}")
    if message is None:
        return None
    return next((row for row in unpack_message(message, account_sid, work) if row.sid == key), None)


@route("GET", V(1, "compliance", "/Decisions"))
async def list_decisions(request: Request) -> Reply:
    """Newest first. Filters: MessageSid, Stage, Verdict, Code, Rule, Sender, ProgramSid, Recipient."""
    place = read_place(request.form)
    wanted = _wanted(request)
    digest = of_recipient(request)
    rows = await _rows(request, place, wanted, digest)
    packed = await _packed(request, place, wanted, digest)
    merged = sorted([*rows, *packed], key=age, reverse=not place.before)
    more = len(merged) > place.size
    page = merged[: place.size]
    if place.before:
        page.reverse()
    mount = DecisionRecord.mounts[0]
    encode, at = encoder(DecisionRecord, mount), request.at
    links = addresses(at + request.asked_path, request.form, place, [row.sid for row in page], more)
    body = mount.dialect.page(mount.list_key, [encode(row, at, request.placed) for row in page], place.size, place.number, links)
    return Reply(200, body, title="Decision")


def _wanted(request: Request) -> dict[str, Any]:
    """Field -> value, for the filters that were given."""
    found = {}
    for parameter, (column, _) in filters(DecisionRecord).items():
        if text := request.text(parameter):
            try:
                found[column.name] = column.form.read(text)
            except ValueError as why:
                raise invalid(parameter, str(why)) from None
    return found


async def _rows(request: Request, place: Place, wanted: dict[str, Any], digest: tuple[Condition, ...]) -> list[DecisionRecord]:
    """The page as far as it is of rows. Only the digits of a token count: rows and packed decisions have different prefixes."""
    where = list(digest)
    if token := place.after or place.before:
        where.append(Condition("sid", "<=" if place.after else ">=", _ROW + token[2:]))
    found = await request.work.select(
        DecisionRecord, *where, order=place.order(newest_first=True), limit=place.size + 2, account_sid=request.account_sid, **wanted
    )
    return [row for row in found if _lies_beyond(row, place)]


async def _packed(request: Request, place: Place, wanted: dict[str, Any], digest: tuple[Condition, ...]) -> list[DecisionRecord]:
    """The page as far as it is of plain allowances; they have neither a rule nor a code, and no program of their own."""
    work = request.work
    messages: DecidedMessages | None = work.platform.ports.get(DecidedMessages)
    if messages is None or {"rule", "code", "program_sid"} & wanted.keys() or wanted.get("verdict", "allow") != Verdict.ALLOW.value:
        return []
    if (message_sid := wanted.get("message_sid")) is not None:
        one = await messages.one(work, request.account_sid, message_sid)
        found = [] if one is None else [one]
    else:
        token = place.after or place.before
        to = f"SM{token[2:]}" if token else ""
        found = await messages.page(
            work, request.account_sid, to=to, limit=place.size + 2, backwards=bool(place.before),
            sender=wanted.get("sender", ""), recipient=request.text("Recipient"),
        )  # fmt: skip
    rows = [row for message in found for row in unpack_message(message, request.account_sid, work)]
    conditions = [*digest, *(Condition(name, "=", value) for name, value in wanted.items())]
    return [row for row in rows if _lies_beyond(row, place) and all(c.holds(getattr(row, c.column)) for c in conditions)]


def _lies_beyond(row: DecisionRecord, place: Place) -> bool:
    """Whether the row is on the far side of the page's token."""
    if place.after:
        return age(row) < (place.after[2:], place.after[:2])
    if place.before:
        return age(row) > (place.before[2:], place.before[:2])
    return True
