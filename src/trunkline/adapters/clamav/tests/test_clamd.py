"""Against the real clamd, and against servers that break the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from tools.local_clamd import EICAR, MARKED, LocalClamd
from trunkline.adapters.clamav.clamd import Clamd, read_answer
from trunkline.foundations.trust.ports import ScanVerdict


@pytest.fixture(scope="module")
def clamd() -> Iterator[LocalClamd]:
    daemon = LocalClamd()
    try:
        daemon.start()
        yield daemon
    finally:
        daemon.stop()


async def test_r38_a_real_scanner_tells_what_it_finds(clamd: LocalClamd) -> None:
    scanner = Clamd(str(clamd.socket))
    found = await scanner.scan(EICAR)
    assert (found.state, found.name.startswith("Test.Eicar")) == ("infected", True)
    found = await scanner.scan(b"a" * 200_000 + MARKED + b"b" * 200_000)
    assert (found.state, found.name.startswith("Test.Marked")) == ("infected", True)
    for harmless in (b"", b"hello", bytes(200_000)):
        assert await scanner.scan(harmless) == ScanVerdict("clean")
    assert await Clamd(f"unix:{clamd.socket}").scan(b"x") == ScanVerdict("clean")


async def test_many_files_at_once_get_their_own_verdicts(clamd: LocalClamd) -> None:
    scanner = Clamd(str(clamd.socket))
    files = [(b"file %d " % n) + (MARKED if n % 3 == 0 else b"") for n in range(30)]
    verdicts = await asyncio.gather(*(scanner.scan(file) for file in files))
    assert [verdict.state == "infected" for verdict in verdicts] == [n % 3 == 0 for n in range(30)]


async def test_a_file_over_the_scanners_limit_is_unknown(clamd: LocalClamd) -> None:
    assert (await Clamd(str(clamd.socket)).scan(bytes(3 * 1024 * 1024))).state == "unknown"


async def test_no_scanner_is_unknown_with_the_reason(clamd: LocalClamd) -> None:
    for address in (str(clamd.folder / "nobody"), "127.0.0.1:1"):
        verdict = await Clamd(address).scan(b"x")
        assert verdict.state == "unknown"
        assert "cannot be asked" in verdict.name


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def _hangs_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def _talks_without_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"x" * 100_000)
    writer.close()


async def _talks_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\0")
    writer.close()


@pytest.mark.parametrize("serve", [_says_nothing, _hangs_up, _talks_without_end, _talks_nonsense])
async def test_a_broken_scanner_never_makes_a_file_clean(serve: Serve) -> None:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        scanner = Clamd(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", patience=0.5)
        assert (await scanner.scan(EICAR)).state == "unknown"
    finally:
        server.close()


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("stream: OK", ScanVerdict("clean")),
        ("stream: Win.Test.EICAR_HDB-1 FOUND", ScanVerdict("infected", "Win.Test.EICAR_HDB-1")),
        ("FOUND", ScanVerdict("unknown", "clamd said: FOUND")),
        ("INSTREAM size limit exceeded. ERROR", ScanVerdict("unknown", "clamd said: INSTREAM size limit exceeded. ERROR")),
        ("", ScanVerdict("unknown", "clamd said: ")),
    ],
)
def test_the_words_of_clamd(answer: str, verdict: ScanVerdict) -> None:
    assert read_answer(answer) == verdict
