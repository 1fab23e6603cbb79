"""The record in contract/coverage: complete, without doubles, and only ever raised."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract.record import Section, raised, read_record, write_record
from trunkline.surfaces.rest.router import published_operations


def _published() -> list[tuple[str, str, str]]:
    return [(product, path.split("/")[1], name) for product, _, path, name in published_operations()]


def test_every_published_operation_is_in_one_list() -> None:
    record = read_record()
    absent = [one for one in _published() if not record.get(one[0], {}).get(one[1], Section()).knows(one[2])]
    assert absent == []


def test_the_record_names_nothing_that_is_not_published() -> None:
    published = set(_published())
    named = [
        (product, version, name)
        for product, sections in read_record().items()
        for version, section in sections.items()
        for name in section.done | section.todo | {one for names in section.exempt.values() for one in names} - {"*"}
    ]
    assert [one for one in named if one not in published] == []


def test_raising_adds_and_never_takes_away(tmp_path: Path) -> None:
    published = [("sync", "v1", name) for name in ("CreateA", "FetchA", "DeleteA", "ListA")]
    old = {"sync": {"v1": Section(done={"CreateA"}, todo={"ListA"}, exempt={"never": ["*"]})}}
    write_record(raised(old, published, {("sync", "v1", "FetchA")}), tmp_path)
    section = read_record(tmp_path)["sync"]["v1"]
    assert section.done == {"CreateA", "FetchA"}
    assert section.exempt == {"never": ["*"]}
    assert section.reason("DeleteA") == "never"


def test_an_operation_in_two_lists_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sync.toml").write_text('[v1]\ndone = ["CreateA"]\ntodo = ["CreateA"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match="CreateA"):
        read_record(tmp_path)
