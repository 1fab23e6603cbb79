"""Where the deactivation report of a day is, and the report. Source: messaging_v1, FetchDeactivation."""

from __future__ import annotations

from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem, invalid
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.report_deactivations import may_read, read_report, sign
from ..resources.deactivation import read_day


@route("GET", V(1, "messaging", "/Deactivations"))
async def fetch_deactivation(request: Request) -> Reply:
    try:
        day = read_day(request.text("Date"))
    except ValueError as why:
        raise invalid("Date", str(why)) from None
    address = f"{request.at}/v1/Deactivations/{day}.txt?{sign(request.work, request.account_sid, day)}"
    return Reply(307, {"redirect_to": address}, headers={"Location": address})


@route("GET", V(1, "messaging", "/Deactivations/{report}"), open=True)
async def download_report(request: Request) -> Reply:
    """Open to whoever has the address while it is good."""
    day, dot, ending = request.path["report"].rpartition(".")
    account_sid = request.text("AccountSid")
    if not dot or ending != "txt":
        raise request.missing()
    if not may_read(request.work, account_sid, day, request.text("Expires"), request.text("Signature")):
        raise Problem(20003, "This address is not good, or not any more: ask for the report again", 403)
    return Reply(200, await read_report(request.work, account_sid, day), "text/plain; charset=utf-8", {"Cache-Control": "no-store"})
