"""Make a package: page by page into shards, so that a job that is broken off goes on where it was, then all of them into one zip.

The zip lies in parts of a few megabytes, so that neither making nor fetching it takes more memory than that.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import time
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import msgspec

from trunkline.foundations.access.vault import Vault
from trunkline.foundations.accounts.resources.account import Account
from trunkline.foundations.storage.ports import Blobs
from trunkline.foundations.trust.actions.digest_recipient import digest_recipient
from trunkline.kernel.clock import DAY
from trunkline.kernel.errors import Problem, Stale, invalid
from trunkline.kernel.fields import Privacy
from trunkline.kernel.jobs import Later
from trunkline.kernel.ports import Condition
from trunkline.kernel.reactions import creates, deletes, task, when
from trunkline.kernel.resource import Resource
from trunkline.kernel.work import Work

from ..answers import answer_of
from ..find_rows import find_person, kinds_held, rows_of
from ..package_form import FORMAT, VERSION, as_data, csv_lines, json_line, moment_text, schema_of
from ..person import read_person
from ..resources.data_export import DataExport
from ..resources.subject import require_subject

PART = 4 * 1024 * 1024
"""Octets of one part of a package."""
LONGEST_RUN = 120.0
"""Seconds after which the job hands over to its successor."""
_PIECE = 1024 * 1024


@creates(DataExport)
async def ask_export(draft: DataExport, work: Work) -> DataExport:
    """Of the account, or of `Address` alone; 20409 while another export of the same is being made."""
    subject = await require_subject(draft.account_sid, draft.subject_account_sid, work)
    draft.subject_account_sid = subject.sid
    if not 1 <= draft.days <= 30:
        raise invalid("Days", "must be 1 to 30")
    if draft.address:
        draft.address = read_person(draft.address).address
    under_way = Condition("status", "in", ("queued", "running"))
    if await work.find(DataExport, under_way, account_sid=draft.account_sid, subject_account_sid=subject.sid, address=draft.address):
        raise Problem(20409, "An export of this is being made already", 409)
    key = f"{work.sid('')}{work.sid('')}"
    draft.key_digest = work.port(Vault).digest(key, "package link")
    made = work.add(draft, state="queued")
    made.__dict__["fresh_key"] = key
    return made


@deletes(DataExport)
async def forget_export(row: DataExport, work: Work) -> None:
    """The package goes with its row."""
    await drop_package(row, work)
    work.remove(row)


async def drop_package(row: DataExport, work: Work) -> None:
    """Delete all files of an export that are ours."""
    for key in package_keys(row):
        await _blobs(work).delete(key)


def package_keys(row: DataExport) -> list[str]:
    return [*(part_key(row.sid, n) for n in range(row.parts)), *_shard_keys(row)]


def _shard_keys(row: DataExport) -> list[str]:
    return [_shard_key(row, table, n, what) for table, count, _ in row.shards for n in range(count) for what in ("jsonl", "csv", "files")]


def part_key(sid: str, number: int) -> str:
    """Keys of blobs have letters and digits only."""
    return f"{sid}part{number}"


def _shard_key(row: DataExport, table: str, number: int, what: str) -> str:
    return f"{row.sid}{table.replace('_', 'X')}N{number}{what}"


@when(DataExport, enters="queued", attempts=20)
async def begin_export(row: DataExport, work: Work) -> None:
    work.move(row, "begin", kinds_total=len(kinds_held()))
    work.enqueue(build_export, sid=row.sid)
    try:
        await work.settle()
    except Stale:
        return


async def _failed(work: Work, sid: str) -> None:
    row = await work.fetch(DataExport, sid)  # any account: our own job names the row
    if row is not None and row.status == "running":
        await drop_package(row, work)
        work.move(row, "fail", problem="The package could not be made: see the platform's log", shards=[])


@task(attempts=6, timeout=280.0, on_dead=_failed)
async def build_export(work: Work, sid: str) -> None:
    """One run: as many pages as fit into `LONGEST_RUN`; the last one makes the zip."""
    row = await work.fetch(DataExport, sid)  # any account: our own job names the row
    if row is None or row.status != "running":
        return
    if row.address:
        await _shard_person(row, work)
    elif not await _shard_account(row, work):
        work.enqueue(build_export, sid=sid)
        await work.settle()
        return
    parts, size, digest, rows, files = await _assemble(row, work)
    used = _shard_keys(row)
    expires = work.now + row.days * DAY
    work.move(
        row, "finish", parts=parts, size=size, sha256=digest, rows=rows, files=files, date_expires=expires, shards=[], after="",
        kinds_done=row.kinds_total,
    )  # fmt: skip
    work.enqueue(expire_export, delay=row.days * DAY, sid=sid)
    await work.commit()
    for key in used:
        await _blobs(work).delete(key)


@task()
async def expire_export(work: Work, sid: str) -> None:
    row = await work.fetch(DataExport, sid)  # any account: our own job names the row
    if row is None or row.status != "ready" or row.date_expires is None:
        return
    if row.date_expires > work.now:
        raise Later(row.date_expires - work.now)
    await drop_package(row, work)
    work.move(row, "expire", key_digest="")


def _blobs(work: Work) -> Blobs:
    return work.port(Blobs)  # type: ignore[type-abstract]  # ports are found by their protocol


# Shards


async def _shard_account(row: DataExport, work: Work) -> bool:
    """Whether all kinds are sharded; False when the time of this run is up."""
    until = time.monotonic() + LONGEST_RUN
    kinds = kinds_held()
    while row.kinds_done < len(kinds):
        kind = kinds[row.kinds_done]
        async for page in rows_of(kind, row.subject_account_sid, work, after=row.after):
            await _write_shard(row, kind, page, work)
            await _note(row, work, after=page[-1].sid, shards=row.shards, rows=row.rows + len(page))
            if time.monotonic() > until:
                return False
        await _note(row, work, after="", kinds_done=row.kinds_done + 1)
    return True


async def _note(row: DataExport, work: Work, **progress: Any) -> None:
    own = work.platform.work()
    own.set(row, **progress)
    await own.commit()


async def _shard_person(row: DataExport, work: Work) -> None:
    """All rows about, or mentioning, one contact."""
    row.shards = []
    by_kind: dict[type[Resource], list[Any]] = {}
    for found in await find_person(read_person(row.address), row.subject_account_sid, work):
        by_kind.setdefault(found.kind, []).append(found.row)
    for kind in kinds_held():
        if rows := by_kind.get(kind):
            await _write_shard(row, kind, sorted(rows, key=lambda one: str(one.sid)), work)
    await _note(row, work, shards=row.shards)


async def _write_shard(row: DataExport, kind: type[Resource], page: list[Any], work: Work) -> None:
    """Three files: JSON lines, CSV, and the keys of the files of these rows. `row.shards` lists kind, shards and rows."""
    table = kind.table.name
    known = next((line for line in row.shards if line[0] == table), None)
    number = known[1] if known is not None else 0
    rows = [as_data(kind, one) for one in page]
    files_of = answer_of(kind).files
    keys = [] if files_of is None else [key for one in page for key in files_of(one) if key]
    written = {
        "jsonl": b"".join(map(json_line, rows)),
        "csv": csv_lines(kind, rows, heading=number == 0),
        "files": msgspec.json.encode(keys),
    }
    for what, octets in written.items():
        key = _shard_key(row, table, number, what)
        await _blobs(work).delete(key)  # of a run that was broken off
        await _blobs(work).put(key, octets)
    fresh = [table, number + 1, (known[2] if known is not None else 0) + len(page)]
    row.shards = [*(line for line in row.shards if line[0] != table), fresh]
    await asyncio.sleep(0)


# The zip


class _Parts(io.RawIOBase):
    """What the zip writer writes, until it is taken away in parts."""

    def __init__(self) -> None:
        self.pending = bytearray()
        self.digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, octets: Any) -> int:
        data = bytes(octets)
        self.pending += data
        self.digest.update(data)
        self.size += len(data)
        return len(data)


class _Package:
    """A zip under way; `put` writes a member piece by piece, and stores full parts."""

    def __init__(self, row: DataExport, work: Work) -> None:
        self.row, self.work = row, work
        self.out = _Parts()
        self.zip = zipfile.ZipFile(self.out, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.count = 0
        self.members: list[dict[str, Any]] = []

    async def put(self, name: str, pieces: AsyncIterator[bytes], **more: Any) -> None:
        digest, size = hashlib.sha256(), 0
        with self.zip.open(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), "w", force_zip64=True) as member:
            async for piece in pieces:
                for start in range(0, len(piece), _PIECE):
                    member.write(piece[start : start + _PIECE])
                    await self._store(PART)
                digest.update(piece)
                size += len(piece)
        self.members.append({"name": name, "size": size, "sha256": digest.hexdigest(), **more})

    async def _store(self, from_: int) -> None:
        while len(self.out.pending) >= max(from_, 1):
            part = bytes(self.out.pending[:PART])
            del self.out.pending[:PART]
            key = part_key(self.row.sid, self.count)
            await _blobs(self.work).delete(key)
            await _blobs(self.work).put(key, part)
            self.count += 1
            await asyncio.sleep(0)

    async def close(self) -> None:
        self.zip.close()
        await self._store(1)


async def _assemble(row: DataExport, work: Work) -> tuple[int, int, str, int, int]:
    """Parts, octets, SHA-256, rows and files."""
    package = _Package(row, work)
    kinds = {kind.table.name: kind for kind in kinds_held()}
    account = await work.fetch(Account, row.subject_account_sid)  # any account: whose export it is
    files = 0
    for table, count, rows in sorted(row.shards):
        await package.put(f"data/{table}.jsonl", _read_shards(row, table, count, "jsonl", work), kind=kinds[table].__name__, rows=rows)
        await package.put(f"csv/{table}.csv", _read_shards(row, table, count, "csv", work))
        async for listed in _read_shards(row, table, count, "files", work):
            for key in msgspec.json.decode(listed, type=list[str]):
                if await _blobs(work).size(key) is not None:
                    await package.put(f"files/{table}/{key}", _read_file(key, work))
                    files += 1
    await package.put("data/addresses.jsonl", _addresses(row, kinds, work))
    present = [kinds[line[0]] for line in sorted(row.shards)]
    await package.put("schema.json", _once(msgspec.json.format(msgspec.json.encode(schema_of(present)))))
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "export_sid": row.sid,
        "account_sid": row.subject_account_sid,
        "account_name": account.friendly_name if account is not None else "",
        "about": "one contact" if row.address else "the account",
        "made_at": moment_text(work.now),
        "rows": {line[0]: line[2] for line in sorted(row.shards)},
        "members": list(package.members),
    }
    await package.put("manifest.json", _once(msgspec.json.format(msgspec.json.encode(manifest))))
    await package.close()
    return package.count, package.out.size, package.out.digest.hexdigest(), sum(line[2] for line in row.shards), files


async def _once(octets: bytes) -> AsyncIterator[bytes]:
    yield octets


async def _read_shards(row: DataExport, table: str, count: int, what: str, work: Work) -> AsyncIterator[bytes]:
    for number in range(count):
        octets = await _blobs(work).get(_shard_key(row, table, number, what))
        if octets is None:
            raise RuntimeError(f"shard {number} of {table} is gone")
        yield octets


async def _read_file(key: str, work: Work) -> AsyncIterator[bytes]:
    start = 0
    while piece := await _blobs(work).get(key, start, start + PART):
        yield piece
        start += len(piece)


async def _addresses(row: DataExport, kinds: dict[str, type[Resource]], work: Work) -> AsyncIterator[bytes]:
    """Which keyed digest is whose, as far as the package names them: another house has another key, and must know whom to leave alone."""
    if not any("recipient_digest" in kinds[line[0]].by_name for line in row.shards):
        return
    seen: set[str] = set()
    for table, count, _ in row.shards:
        names = [c.name for c in kinds[table].columns if c.stored and c.privacy is Privacy.CONTACT and c.text]
        if not names:
            continue
        async for octets in _read_shards(row, table, count, "jsonl", work):
            for line in octets.splitlines():
                data = msgspec.json.decode(line)
                fresh = {data[name] for name in names if data.get(name)} - seen
                seen |= fresh
                for address in sorted(fresh):
                    yield json_line({"digest": digest_recipient(work, row.subject_account_sid, address), "address": address})
            await asyncio.sleep(0)
