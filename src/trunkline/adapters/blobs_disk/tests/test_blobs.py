"""Files in a folder, as the Blobs port promises them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.adapters.blobs_disk.blobs import DiskBlobs


def files(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file()]


async def test_what_is_put_is_there_for_the_next_process_too(tmp_path: Path) -> None:
    await DiskBlobs(tmp_path).put("RE1", b"sound")
    again = DiskBlobs(tmp_path)
    assert (await again.get("RE1"), await again.size("RE1")) == (b"sound", 5)
    await again.delete("RE1")
    await again.delete("RE1")
    assert (await again.get("RE1"), await again.size("RE1")) == (None, None)
    assert files(tmp_path) == []


@pytest.mark.parametrize("key", ["", "..", "a/b", "a.b", "a\x00b", "/etc/passwd"])
async def test_a_key_is_no_path(tmp_path: Path, key: str) -> None:
    blobs = DiskBlobs(tmp_path / "inside")
    for act in (blobs.put(key, b"x"), blobs.get(key), blobs.size(key), blobs.delete(key)):
        with pytest.raises(ValueError, match="not a key"):
            await act


async def test_many_writers_of_one_key_leave_one_whole_file(tmp_path: Path) -> None:
    blobs, data = DiskBlobs(tmp_path), b"same octets" * 10_000
    await asyncio.gather(*(blobs.put("RE1", data) for _ in range(16)))
    assert await blobs.get("RE1") == data
    assert len(files(tmp_path)) == 1


async def test_a_put_that_fails_leaves_nothing(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    await blobs.put("RE1", b"first")
    path = files(tmp_path)[0]
    path.unlink()
    path.mkdir()  # the rename is refused
    with pytest.raises(OSError, match="directory"):
        await blobs.put("RE1", b"second")
    assert files(tmp_path) == []


@given(st.binary(max_size=64), st.integers(0, 80), st.none() | st.integers(0, 80))
def test_a_part_is_the_slice(tmp_path_factory: pytest.TempPathFactory, data: bytes, start: int, stop: int | None) -> None:
    async def run() -> None:
        blobs = DiskBlobs(tmp_path_factory.mktemp("blobs"))
        await blobs.put("k", data)
        assert await blobs.get("k", start, stop) == data[start:stop]

    asyncio.run(run())
