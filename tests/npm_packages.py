"""The npm packages that tests try, installed once into var/npm, which git ignores."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
from pathlib import Path

PACKAGES = {"axe-core": "4.14.1", "smpp": "0.5.1", "twilio": "6.2.0", "twilio-cli": "6.2.4"}
FOLDER = Path(__file__).parents[1] / "var" / "npm"


class NoNpm(Exception):
    """This machine has no npm."""


def install() -> Path:
    """The folder above `node_modules`. Several test processes may ask at once: one installs, the others wait for it."""
    npm = shutil.which("npm")
    if npm is None:
        raise NoNpm("npm is not installed")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if {name: _installed(name) for name in PACKAGES} != PACKAGES:
            wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
            subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(FOLDER), *wanted], check=True)
    return FOLDER


def _installed(name: str) -> str | None:
    manifest = FOLDER / "node_modules" / name / "package.json"
    return str(json.loads(manifest.read_text())["version"]) if manifest.is_file() else None
