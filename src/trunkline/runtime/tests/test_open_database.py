"""A start brings either database to the schema, and a database that cannot be used is a wrong setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from trunkline.kernel import catalogue
from trunkline.kernel.ports import Query
from trunkline.runtime.settings import Settings, WrongSetting
from trunkline.runtime.wiring import open_database


async def _all_tables_are_empty(settings: Settings) -> None:
    database = await open_database(settings)
    assert {await database.count(Query(kind.table)) for kind in catalogue.resources()} == {0}
    await database.close()


async def test_a_new_folder_has_all_tables(tmp_path: Path) -> None:
    await _all_tables_are_empty(Settings(data=tmp_path / "new"))


@pytest.mark.postgres
async def test_a_bare_server_has_all_tables(bare_postgres_url: str, tmp_path: Path) -> None:
    await _all_tables_are_empty(Settings(data=tmp_path, database=bare_postgres_url))


@pytest.mark.postgres
async def test_a_database_that_is_not_there_is_a_wrong_setting(postgres: Any, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="no_such"):
        await open_database(Settings(data=tmp_path, database=postgres.url("no_such")))


async def test_nul_is_refused_before_the_database(house: Any) -> None:
    posted = await house.post("/Messages.json", To="+15551230001", From="+15557770001", Body="a\x00b")
    assert (posted.status, posted.json["code"]) == (400, 20001)
    assert (await house.get("/Messages/SM%00.json")).status == 404
    assert (await house.get("/Messages.json", To="\x00")).status == 400
