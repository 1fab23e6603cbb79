"""Everything that exists, found by folder: a new product is a new folder, and no list is edited."""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import trunkline

from .reactions import TASKS
from .resource import CATALOGUE, Resource
from .routes import ROUTES, Route

HOMES = ("kernel", "foundations", "products", "carriers")
_NOT_LOADED = {"tests", "migrations", "inside"}


@dataclass(frozen=True)
class Slice:
    """A folder that holds a product, a foundation or a carrier. `name` is e.g. messaging; `folder` where it lies."""

    name: str
    home: str
    folder: Path
    title: str


@cache
def slices() -> tuple[Slice, ...]:
    root = Path(trunkline.__file__).parent
    found = [Slice("kernel", "", root / "kernel", "Kernel")]
    for home in HOMES[1:]:
        for folder in sorted((root / home).iterdir()):
            if (folder / "__init__.py").is_file():
                about = folder / "product.toml"
                title = tomllib.loads(about.read_text())["title"] if about.is_file() else folder.name.replace("_", " ").capitalize()
                found.append(Slice(folder.name, home, folder, title))
    return tuple(found)


@cache
def load() -> tuple[type[Resource], ...]:
    """Import every module of every slice, so that declarations, actions, reactions and routes are known."""
    for home in HOMES:
        package = importlib.import_module(f"trunkline.{home}")
        _import_below(package.__name__, list(package.__path__))
    return tuple(CATALOGUE)


def _import_below(name: str, path: list[str]) -> None:
    for module in pkgutil.iter_modules(path):
        if module.name in _NOT_LOADED:
            continue
        loaded = importlib.import_module(f"{name}.{module.name}")
        if module.ispkg:
            _import_below(loaded.__name__, list(loaded.__path__))


def resources() -> tuple[type[Resource], ...]:
    return load()


def routes() -> tuple[Route, ...]:
    load()
    return tuple(ROUTES)


def tasks() -> tuple[str, ...]:
    load()
    return tuple(sorted(TASKS))
