"""The list of alerts, without the long fields. Source: monitor_v1, ListAlert."""

from __future__ import annotations

from datetime import UTC, datetime

from trunkline.foundations.alerts.resources.alert import LEVELS, ONLY_IN_FETCH, Alert
from trunkline.kernel.clock import DAY, SECOND, from_datetime
from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import invalid
from trunkline.kernel.paging import addresses, read_place
from trunkline.kernel.ports import Condition
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route


def _moment(request: Request, parameter: str) -> tuple[int, int] | None:
    """The first and the last microsecond of a date, or of a date-time's second; a time without a zone is GMT."""
    text = request.text(parameter)
    if not text:
        return None
    try:
        given = datetime.fromisoformat(text)
        first = from_datetime(given.replace(tzinfo=given.tzinfo or UTC))
    except (ValueError, OverflowError):
        raise invalid(parameter, "must be YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ") from None
    return first, first + (DAY if len(text) <= 10 else SECOND) - 1


def _conditions(request: Request) -> list[Condition]:
    found: list[Condition] = []
    if level := request.text("LogLevel"):
        try:
            found.append(Condition("log_level", "=", LEVELS.read(level)))
        except ValueError as why:
            raise invalid("LogLevel", str(why)) from None
    if start := _moment(request, "StartDate"):
        found.append(Condition("date_generated", ">=", start[0]))
    if end := _moment(request, "EndDate"):
        found.append(Condition("date_generated", "<=", end[1]))
    return found


@route("GET", V(1, "monitor", "/Alerts"))
async def list_alerts(request: Request) -> Reply:
    """Newest first; both dates are inclusive."""
    place = read_place(request.form)
    where = (*_conditions(request), *place.condition(newest_first=True))
    rows = await request.work.select(
        Alert, *where, order=place.order(newest_first=True), limit=place.size + 1, account_sid=request.account_sid
    )
    more = len(rows) > place.size
    rows = rows[: place.size]
    if place.before:
        rows.reverse()
    encode, at = encoder(Alert, Alert.mounts[0]), request.at
    links = addresses(at + request.asked_path, request.form, place, [row.sid for row in rows], more)
    shown = [encode(row, at, request.placed) for row in rows]
    for body in shown:
        for name in ONLY_IN_FETCH:
            del body[name]
    return Reply(200, request.mount.dialect.page("alerts", shown, place.size, place.number, links), title="Alert")
