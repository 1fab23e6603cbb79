"""Bring a package into an account. Rows get SIDs of their own, and whatever refers to another row of the package goes on doing so.

Nothing is sent, told or charged for what is brought in: it has happened elsewhere. What was under way there has ended for this house, by
`cancel` or `fail`. Kinds that cannot be carried say so: numbers are assigned by who provides them, approvals and registrations by who gave
them, secrets are in no package, and consents were given to the account that asked for them (they cannot be exchanged).
"""

from __future__ import annotations

import asyncio
import hmac
import re
import tempfile
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.actions.digest_recipient import digest_recipient
from trunkline.kernel.codec import row_writer
from trunkline.kernel.errors import Duplicate
from trunkline.kernel.ports import Insert
from trunkline.kernel.reactions import answering, task
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..answers import answer_of
from ..find_rows import is_text, kinds_held
from ..package_form import Unreadable, as_row
from ..read_package import Package
from ..resources.data_import import DataImport

BATCH = 200
PART = 4 * 1024 * 1024
_SID = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2}[0-9a-f]{32}(?![0-9A-Za-z])")
_MOMENT = 14  # hexadecimal digits of a SID that are its moment
LEFT_OUT = "bound to the house or the account that it comes from"
NOBODY = "its person is not named in the package"
UNREADABLE = "not in the form of the schema"
TAKEN = "another row here has what must be unique"


def package_key(sid: str, number: int) -> str:
    return f"{sid}upload{number}"


async def keep_package(row: DataImport, octets: bytes, work: Work) -> None:
    """Put what was uploaded beside the database, for the job."""
    for number, start in enumerate(range(0, len(octets), PART)):
        await _blobs(work).put(package_key(row.sid, number), octets[start : start + PART])


def upload_keys(row: DataImport) -> list[str]:
    return [package_key(row.sid, number) for number in range(-(-row.size // PART))]


def _blobs(work: Work) -> Blobs:
    return work.port(Blobs)  # type: ignore[type-abstract]  # ports are found by their protocol


async def _failed(work: Work, sid: str) -> None:
    row = await work.fetch(DataImport, sid)  # any account: our own job names the row
    if row is not None and row.status == "queued":
        await _end(row, work, "fail", problem="The package could not be brought in: see the platform's log")


async def _end(row: DataImport, work: Work, move: str, **also: Any) -> None:
    for key in upload_keys(row):
        await _blobs(work).delete(key)
    work.move(row, move, date_done=work.now, **also)
    await work.commit()


@task(attempts=4, timeout=285.0, on_dead=_failed)
async def import_package(work: Work, sid: str) -> None:
    """Run again after a fault, it finds what it brought in before and counts that as known: the new SIDs follow from the old ones."""
    row = await work.fetch(DataImport, sid)  # any account: our own job names the row
    if row is None or row.status != "queued":
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        with path.open("wb") as out:
            for key in upload_keys(row):
                out.write(await _blobs(work).get(key) or b"")
        try:
            with path.open("rb") as file:
                outcome = await _Import(row, file, work).run()
        except Unreadable as why:
            await _end(row, work, "fail", problem=str(why)[:500])
            return
    await _end(row, work, "finish", outcome=outcome)


class _Import:
    def __init__(self, row: DataImport, file: BinaryIO, work: Work) -> None:
        self.row, self.work, self.package = row, work, Package(file)
        self.kinds = [kind for kind in kinds_held() if kind.table.name in self.package.rows]
        self.account_sid = row.subject_account_sid
        self.old_account = str(self.package.manifest.get("account_sid", ""))
        self.key = work.port(Vault).derive("import of " + self.account_sid)
        self.known: set[str] = set()
        self.digests: dict[str, str] = {}

    async def run(self) -> list[dict[str, Any]]:
        await asyncio.to_thread(self.package.check)
        for kind in self.kinds:
            if answer_of(kind).carried:
                self.known |= {
                    sid for data in self.package.lines(_data(kind)) if isinstance(sid := data.get("sid"), str) and _SID.fullmatch(sid)
                }
                await asyncio.sleep(0)
        for line in self.package.lines("data/addresses.jsonl"):
            self.digests[str(line.get("digest"))] = str(line.get("address"))
        outcome = []
        for kind in self.kinds:
            outcome.append(await self._carry(kind))
            own = self.work.platform.work()
            own.set(self.row, rows_done=self.row.rows_done + outcome[-1]["rows"])
            await own.commit()
        unknown = sorted(self.package.rows.keys() - {kind.table.name for kind in self.kinds})
        return outcome + [
            {
                "kind": table,
                "table": table,
                "rows": self.package.rows[table],
                "carried": 0,
                "known": 0,
                "left_out": {"unknown here": self.package.rows[table]},
            }
            for table in unknown
        ]

    async def _carry(self, kind: type[Resource]) -> dict[str, Any]:
        told: dict[str, Any] = {"kind": kind.__name__, "table": kind.table.name, "rows": 0, "carried": 0, "known": 0, "left_out": {}}
        batch: list[Any] = []
        for data in self.package.lines(_data(kind)):
            told["rows"] += 1
            row, why = self._row(kind, data)
            if row is None:
                told["left_out"][why] = told["left_out"].get(why, 0) + 1
                continue
            batch.append((row, data))
            if len(batch) == BATCH:
                await self._write(kind, batch, told)
                batch = []
        await self._write(kind, batch, told)
        return told

    def _row(self, kind: type[Resource], data: dict[str, Any]) -> tuple[Any, str]:
        """The row as it stands here; or None and why it is left out."""
        if not answer_of(kind).carried:
            return None, answer_of(kind).not_carried or LEFT_OUT
        try:
            row = as_row(kind, data)
        except Unreadable:
            return None, UNREADABLE
        if not _SID.fullmatch(row.sid) or not row.sid.startswith(kind.prefix):
            return None, UNREADABLE
        if "recipient_digest" in kind.by_name:
            address = self.digests.get(row.recipient_digest, "")
            if not address:
                return None, NOBODY
            row.recipient_digest = digest_recipient(self.work, self.account_sid, address)
        for column in kind.columns:
            if is_text(column) and column.name != "recipient_digest":
                setattr(row, column.name, self._renamed(getattr(row, column.name)))
        state = row.status
        if row.lifecycle is not None:
            if state not in row.lifecycle.states:
                return None, UNREADABLE
            ending = next((move for move in ("cancel", "fail") if move in row.lifecycle.guards and row.lifecycle.allows(move, state)), "")
            state = row.lifecycle.guards[ending][1] if ending else state
        # The row is born here in the state that it has: no move leads to it, and nothing is told.
        row.__dict__.update(account_sid=self.account_sid, status=state)
        return row, ""

    def _renamed(self, value: Any) -> Any:
        if isinstance(value, str):
            return _SID.sub(lambda found: self._new_sid(found[0]), value) if len(value) >= 34 else value
        if value:
            return msgspec.json.decode(_SID.sub(lambda found: self._new_sid(found[0]), msgspec.json.encode(value).decode()))
        return value

    def _new_sid(self, sid: str) -> str:
        """The same moment, and a rest that follows from the account and the old SID; what is not of the package stays as it is."""
        if sid == self.old_account:
            return self.account_sid
        if sid not in self.known:
            return sid
        rest = hmac.new(self.key, sid.encode(), "sha256").hexdigest()
        return sid[: 2 + _MOMENT] + rest[: 32 - _MOMENT]

    async def _write(self, kind: type[Resource], batch: list[Any], told: dict[str, Any]) -> None:
        if not batch:
            return
        fresh = []
        for row, data in batch:
            if await self.work.fetch(kind, row.sid) is not None:  # any account: the SID is made of this one
                told["known"] += 1
            else:
                fresh.append((row, data))
                await self._files(kind, row, data)
        try:
            await self._commit(kind, [row for row, _ in fresh])
            told["carried"] += len(fresh)
        except Duplicate:
            for row, _ in fresh:
                try:
                    await self._commit(kind, [row])
                    told["carried"] += 1
                except Duplicate:
                    told["left_out"][TAKEN] = told["left_out"].get(TAKEN, 0) + 1

    async def _commit(self, kind: type[Resource], rows: list[Any]) -> None:
        own = self.work.platform.work()
        for row in rows:
            own.operations.append(Insert(kind.table, row_writer(kind)(row)))
            if answer_of(kind).carried == "told":
                for hook in answering(kind, row.status or "created")[0]:
                    hook(row, row.status or "created", own)
        await own.commit()

    async def _files(self, kind: type[Resource], row: Any, data: dict[str, Any]) -> None:
        """The files of a row, under the names that follow from its new SID."""
        files_of = answer_of(kind).files
        if files_of is None:
            return
        for old, new in zip(files_of(as_row(kind, data)), files_of(row), strict=True):
            name = f"files/{kind.table.name}/{old}"
            if new and self.package.has(name):
                await _blobs(self.work).put(new, self.package.file(name))


def _data(kind: type[Resource]) -> str:
    return f"data/{kind.table.name}.jsonl"
