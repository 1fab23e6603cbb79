"""Has the wheel carry the console's page, built if it is not there; TRUNKLINE_CONSOLE=skip leaves it out.

An editable installation does not need it: `make console` builds it where it is served from.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConsoleHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    @property
    def _builder(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("build_console", Path(self.root, "tools", "build_console.py"))
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    def dependencies(self) -> list[str]:
        builder = self._builder
        wanted = not (self._skipped or builder.is_fresh() or builder.system_node())
        return [builder.NODE_WHEEL] if wanted else []

    @property
    def _skipped(self) -> bool:
        return os.environ.get("TRUNKLINE_CONSOLE") == "skip" or self.target_name != "wheel"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or self._skipped:
            return
        try:
            self._builder.build()
        except Exception as why:
            raise RuntimeError(f"The console's page could not be built ({why}). TRUNKLINE_CONSOLE=skip installs without it.") from why
