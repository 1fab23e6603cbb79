"""A copy of what is held, made by a job, to be taken away (R92, R95)."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Create, Derived, Filter, Hidden, Moment, Privacy, Word, choice
from trunkline.kernel.resource import Resource

from ..lifecycle import EXPORT
from .subject import AboutAccount


def _link(row: Resource, origin: str) -> str | None:
    key = row.__dict__.get("fresh_key")
    return f"{origin}/v1/Packages/{row.sid}/{key}" if key else None


class DataExport(
    AboutAccount,
    sid="XP",
    title="Export",
    mounts=[V(1, "privacy", "/Exports", "list create fetch delete", list_key="exports", links={"package": "/Package"})],
    lifecycle=EXPORT,
):
    """Of an account, or of one contact of it (`Address`). A zip: JSON lines and CSV for each kind, files, schema.json and manifest.json.

    `kinds_done` of `kinds_total` tell how far the job is. `link` is shown once, in the answer that makes the export: it needs no further
    credential, and answers 410 from `date_expires` on, `days` (1 to 30) after the package is ready. `sha256` is of the whole package.
    """

    status: Annotated[str, choice("queued", "running", "ready", "failed", "expired"), Filter(), Privacy.KEEP] = ""
    address: Annotated[str, Create(name="Address"), Privacy.CONTACT] = ""
    days: Annotated[int, Create] = 7
    link: Annotated[str | None, Derived(_link, placed=True), Privacy.KEEP] = None
    kinds_total: int = 0
    kinds_done: int = 0
    rows: int = 0
    files: int = 0
    size: int = 0
    sha256: Word = ""
    date_expires: Moment | None = None
    problem: Annotated[str, Privacy.KEEP] = ""
    key_digest: Annotated[Word, Hidden] = ""
    parts: Annotated[int, Hidden] = 0
    after: Annotated[Word, Hidden] = ""
    shards: Annotated[list[Any], Hidden] = field(default_factory=list)
