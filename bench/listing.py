"""Lists of 50 out of many messages: the first page, one filtered by recipient, and pages deep inside."""

from __future__ import annotations

import http.client
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from trunkline.kernel import catalogue
from trunkline.kernel.codec import row_writer

from .bars import Figure
from .subject import Subject

REQUESTS = 300


def measure(scratch: Path, rows: int) -> list[Figure]:
    figures = []
    recipients = max(1, min(1000, rows // 100))
    with tempfile.TemporaryDirectory(dir=scratch, prefix="list-") as folder:
        data = Path(folder)
        with Subject("accept", scratch, data) as subject:
            account, sender = subject.account, subject.numbers[0]
        _fill(data / "trunkline.db", account, sender, rows, recipients)
        with Subject("accept", scratch, data) as subject:
            base = f"/2010-04-01/Accounts/{account}/Messages.json?PageSize=50"
            many = f"{rows:,}"
            for name, title, first, walk in (
                ("list.p99", f"list of 50 of {many}, p99", base, False),
                ("list.filtered.p99", f"  those to one of {recipients:,} recipients, p99", base + "&To=%2B15550000000", False),
                ("list.walk.p99", "  page after page, p99", base, True),
            ):
                took = sorted(_times(subject, first, walk))
                figures.append(Figure(name, title, "ms", [took[len(took) * 99 // 100]], "one connection, in turn"))
    return figures


def _times(subject: Subject, first: str, walk: bool) -> Iterator[float]:
    """Milliseconds of each request. `walk`: follow next_page_uri."""
    address = urlsplit(subject.url)
    assert address.hostname is not None
    connection = http.client.HTTPConnection(address.hostname, address.port)
    path = first
    for n in range(REQUESTS + 20):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": subject.authorization})
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1000
        page: dict[str, Any] = json.loads(body)
        if answer.status != 200 or len(page["messages"]) != 50:
            if walk and n > 20:
                return
            raise RuntimeError(f"{path}: {answer.status} with {len(page.get('messages', ()))} messages")
        if n >= 20:
            yield took
        path = page["next_page_uri"] if walk and page["next_page_uri"] else first
    connection.close()


def _fill(file: Path, account: str, sender: str, rows: int, recipients: int) -> None:
    """Delivered messages, a second apart, straight into the table."""
    catalogue.load()
    kind: Any
    (kind,) = (k for k in catalogue.resources() if k.table.name == "messaging_message")
    write, table = row_writer(kind), kind.table
    sample = kind(account_sid=account, to="", from_=sender, body="Your order is on its way. " * 5, num_segments=1)
    sample.status = "delivered"
    row = list(write(sample))
    sid, to, created = (table.names.index(n) for n in ("sid", "to", "date_created"))
    start = time.time_ns() // 1000 - rows * 1_000_000

    def make() -> Iterator[list[Any]]:
        for n in range(rows):
            moment = start + n * 1_000_000
            row[sid], row[to], row[created] = f"SM{moment:014x}{n:018x}", f"+1555{n % recipients:07d}", moment
            yield row

    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous = OFF")
    marks = ", ".join("?" * len(table.names))
    columns = ", ".join(f'"{n}"' for n in table.names)
    connection.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", make())  # noqa: S608 (names from declarations)
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
