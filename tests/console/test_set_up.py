"""What the page tells developers to run is run as it stands there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Live
from tests.npm_packages import install

from .conftest import Visit

PATIENCE = 60.0
COMMANDS = {"python": (sys.executable, "app.py"), "node": ("node", "app.js"), "curl": ("bash", "sh")}


@pytest.mark.parametrize("way", COMMANDS)
def test_the_program_of_the_page_sends_a_text(visit: Callable[..., Visit], console: Live, tmp_path: Path, way: str) -> None:
    page = visit().open(f"/developers/set-up?way={way}")
    program = page.locator("pre").last
    program.wait_for()
    command = COMMANDS[way]
    (tmp_path / command[-1]).write_text(program.inner_text())
    credentials = {"TWILIO_ACCOUNT_SID": console.account_sid, "TWILIO_AUTH_TOKEN": console.auth_token}
    if way == "node":
        credentials["NODE_PATH"] = str(install() / "node_modules")
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **credentials}, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "SM" in done.stdout and "queued" in done.stdout, done.stdout
