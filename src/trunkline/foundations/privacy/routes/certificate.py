"""The proof of an erasure: what was planned and what was done, signed with the platform's key (`trunkline verify-receipt` checks it)."""

from __future__ import annotations

from trunkline.foundations.trust.actions.issue_receipt import receipt_seed
from trunkline.foundations.trust.receipts import sign_receipt
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..package_form import moment_text
from ..resources.erasure import Erasure


@route("GET", V(1, "privacy", "/Erasures/{sid}/Certificate"))
async def fetch_certificate(request: Request) -> Reply:
    """409 until the erasure is done. The address is not in it: `subject_digest` is the keyed hash of account and address."""
    row = await request.work.fetch(Erasure, request.path["sid"], request.account_sid)
    if row is None:
        raise request.missing()
    if row.status != "done" or row.date_done is None:
        raise Problem(20409, f"The erasure is {row.status}: there is a certificate once it is done", 409)
    record = {
        "record_metadata": {"record_id": row.sid, "record_version": "1"},
        "event": {"event_type": "erasure", "event_time": moment_text(row.date_done)},
        "account_sid": row.subject_account_sid,
        "scope": row.scope,
        "subject_digest": row.subject,
        "reference": row.reference,
        "asked_at": moment_text(row.date_created),
        "confirmed_by": row.confirmed_by,
        "rows_erased": row.rows_done,
        "found_after": row.found_after,
        "planned": row.plan,
        "done": row.outcome,
    }
    return Reply(200, sign_receipt(record, receipt_seed(request.work)), title="Certificate")
