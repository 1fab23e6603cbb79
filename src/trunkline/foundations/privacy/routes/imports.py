"""Bring a package in: `POST /privacy/v1/Imports` with the zip as the body."""

from __future__ import annotations

import io

from trunkline.kernel.codec import encoder
from trunkline.kernel.dialects import V
from trunkline.kernel.errors import Problem
from trunkline.kernel.request import Reply, Request
from trunkline.kernel.routes import route

from ..actions.import_package import import_package, keep_package
from ..package_form import Unreadable
from ..read_package import Package
from ..resources.data_import import DataImport
from ..resources.subject import require_subject

LONGEST = 512 * 1024 * 1024
"""Octets of an uploaded package."""


@route("POST", V(1, "privacy", "/Imports"), longest=LONGEST)
async def start_import(request: Request) -> Reply:
    """`AccountSid` in the address names a subaccount that it goes into. 20001 for what is no package; the import itself tells the rest."""
    work = request.work
    account = await require_subject(request.account_sid, request.text("AccountSid"), work)
    if not request.body:
        raise Problem(20001, "The body must be a package (a zip that an export gave)")
    try:
        package = Package(io.BytesIO(request.body))
    except Unreadable as why:
        raise Problem(20001, f"The body is not a package that can be read: {why}") from None
    row = DataImport(
        account_sid=request.account_sid,
        subject_account_sid=account.sid,
        size=len(request.body),
        rows=sum(package.rows.values()),
        from_account_sid=str(package.manifest.get("account_sid", ""))[:34],
        from_export_sid=str(package.manifest.get("export_sid", ""))[:34],
    )
    row.sid = work.sid(DataImport.prefix)
    await keep_package(row, request.body, work)
    work.add(row, state="queued")
    work.enqueue(import_package, sid=row.sid)
    await work.commit()
    return Reply(201, encoder(DataImport, DataImport.mounts[0])(row, request.at, request.placed), title="Import")
