"""Runs inside the Python processes of a redirected app, at their start: lets two libraries see what the others see.

aiohttp, and with it the async client of the `twilio` package, reads HTTPS_PROXY only from sessions that are made with
`trust_env=True`. This makes True the default; a session that says False keeps it. certifi names the roots of whoever
asks it rather than the environment: requests does so for a request that was prepared and then sent, as Airbyte's
sources do. It answers with REQUESTS_CA_BUNDLE here, which holds the roots of this machine too. Nothing is imported that
the app does not import itself. A sitecustomize that this one hides is run afterwards, as if it had been found first.

Kept to what Python 3.7 understands, for it is the app's Python that runs it.
"""

import importlib.machinery
import importlib.util
import os
import sys
from typing import Any

_HERE = os.path.dirname(os.path.abspath(__file__))


def _trust_env(module: Any) -> None:
    defaults = getattr(module.ClientSession.__init__, "__kwdefaults__", None) or {}
    if "trust_env" in defaults:
        defaults["trust_env"] = True


def _name_our_roots(module: Any) -> None:
    where = module.where

    def where_named() -> str:
        named = os.environ.get("REQUESTS_CA_BUNDLE", "")
        return named if os.path.isfile(named) else str(where())

    def contents_named() -> str:
        with open(where_named(), encoding="utf-8") as file:
            return file.read()

    module.where = where_named
    module.contents = contents_named


_CHANGED = {"aiohttp.client": _trust_env, "certifi.core": _name_our_roots}


class _Finder:
    """Finds these modules as the others do, and has them changed once they are loaded."""

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]  # the app's Python may be old
        if name not in _CHANGED:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_change(module: Any) -> None:
            load(module)
            _CHANGED[name](module)

        spec.loader.exec_module = load_and_change  # type: ignore[method-assign]  # one loader serves one module only
        return spec


def _run_hidden() -> None:
    """Run the sitecustomize that would have been found, had this folder not been put first."""
    elsewhere = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != _HERE]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", elsewhere)
    if spec is None or spec.loader is None:
        return
    module = importlib.util.module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


sys.meta_path.insert(0, _Finder())  # a finder needs no more than find_spec
_run_hidden()
