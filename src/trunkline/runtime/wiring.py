"""Which implementation stands behind each port. The only place that knows."""

from __future__ import annotations

from trunkline.adapters.sqlite.database import SqliteDatabase
from trunkline.foundations.access.known import Known
from trunkline.foundations.access.vault import Vault
from trunkline.kernel import catalogue
from trunkline.kernel.identifiers import Dice
from trunkline.kernel.platform import Platform
from trunkline.kernel.ports import Database

from .settings import Settings


async def open_database(settings: Settings) -> Database:
    return SqliteDatabase(settings.data / "trunkline.db")


async def open_platform(settings: Settings, database: Database | None = None) -> Platform:
    """A platform whose jobs do not run yet (`platform.jobs.start()`); `database` replaces the one that the settings name."""
    catalogue.load()
    settings.data.mkdir(parents=True, exist_ok=True)
    platform = Platform(database or await open_database(settings), dice=Dice(settings.seed))
    platform.ports[Known] = Known()
    platform.ports[Vault] = Vault.at(settings.data / "vault.key")
    return platform
