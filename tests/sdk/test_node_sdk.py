"""The official npm packages, unmodified, under `trunkline run`: the library `twilio`, and the command line `twilio`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Live
from tests.sdk.running import APPS, run_app

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["messages", "receive"])
def test_app(live: Live, npm_folder: Path, name: str) -> None:
    run_app(live, "node", str(APPS / f"{name}.js"), NODE_PATH=str(npm_folder / "node_modules"))


def test_the_command_line_sends_and_lists(live: Live, npm_folder: Path, tmp_path: Path) -> None:
    twilio = str(npm_folder / "node_modules" / ".bin" / "twilio")
    own = {"HOME": str(tmp_path)}  # the profiles of whoever runs the tests are not asked
    sent = run_app(
        live, twilio, "api:core:messages:create", "--to", "+15551230001", "--from", "+15557770001", "--body", "by twilio-cli",
        "-o", "json", **own,
    )  # fmt: skip
    assert '"body": "by twilio-cli"' in sent
    assert "by twilio-cli" in run_app(live, twilio, "api:core:messages:list", "--limit", "5", "--properties", "sid,body", **own)
