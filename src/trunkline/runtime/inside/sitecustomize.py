"""Runs inside the Python processes of a redirected app, at their start: lets aiohttp see the proxy.

aiohttp, and with it the async client of the `twilio` package, reads HTTPS_PROXY only from sessions that are made with
`trust_env=True`. This makes True the default; a session that says False keeps it. Nothing is imported that the app
does not import itself. A sitecustomize that this one hides is run afterwards, as if it had been found first.

Kept to what Python 3.7 understands, for it is the app's Python that runs it.
"""

import importlib.machinery
import importlib.util
import os
import sys

_HERE = os.path.dirname(os.path.abspath(__file__))


class _AiohttpFinder:
    """Finds `aiohttp.client` as the others do, and has its default changed once it is loaded."""

    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]  # the app's Python may be old
        if name != "aiohttp.client":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_trust(module):  # type: ignore[no-untyped-def]  # as above
            load(module)
            defaults = getattr(module.ClientSession.__init__, "__kwdefaults__", None) or {}
            if "trust_env" in defaults:
                defaults["trust_env"] = True

        spec.loader.exec_module = load_and_trust  # type: ignore[method-assign]  # one loader serves one module only
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


sys.meta_path.insert(0, _AiohttpFinder())  # a finder needs no more than find_spec
_run_hidden()
