"""A package brought into an account, and what became of its rows (R95)."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any

from trunkline.kernel.dialects import V
from trunkline.kernel.fields import Filter, Hidden, Moment, Privacy, Word, choice
from trunkline.kernel.lifecycle import Lifecycle

from .subject import AboutAccount

IMPORT = Lifecycle(begins="queued", moves={"finish": ("queued", "done"), "fail": ("queued", "failed")})


class DataImport(
    AboutAccount, sid="XI", title="Import", mounts=[V(1, "privacy", "/Imports", "list fetch", list_key="imports")], lifecycle=IMPORT
):
    """`outcome` lists for each kind of the package: rows in it, `carried`, `known` (brought in before), and what was left out and why.

    `from_account_sid` and `from_export_sid` are those of the package.
    """

    status: Annotated[str, choice("queued", "done", "failed"), Filter(), Privacy.KEEP] = ""
    from_account_sid: Word = ""
    from_export_sid: Word = ""
    rows: int = 0
    rows_done: int = 0
    outcome: list[Any] = field(default_factory=list)
    date_done: Moment | None = None
    problem: Annotated[str, Privacy.KEEP] = ""
    size: int = 0
    digest_key: Annotated[Word, Hidden] = ""
