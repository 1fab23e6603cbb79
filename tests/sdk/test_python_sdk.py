"""The official `twilio` package for Python, unmodified, in apps that `trunkline run` leads to a running Trunkline.

Each app in the folder `apps` is a script of its own, as its developer would write it; its assertions are the test.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.conftest import TRUNKLINE, Live
from trunkline.foundations.access.access_token import verify_access_token
from trunkline.runtime.settings import Settings
from trunkline.runtime.wiring import close_platform, open_platform

APPS = Path(__file__).with_name("apps")
PATIENCE = 120.0  # seconds; an app needs two or three


def run_app(live: Live, name: str) -> str:
    """What the app writes to standard output. Fails with all that it wrote if it does not end well."""
    shown = {
        "TRUNKLINE_API_URL": live.api_url,
        "TEST_ACCOUNT_SID": live.test_account_sid,
        "TEST_AUTH_TOKEN": live.test_auth_token,
    }
    command = [*TRUNKLINE, "run", "--data", str(live.data), "--", sys.executable, str(APPS / f"{name}.py"), str(live.data)]
    done = subprocess.run(
        command, env={**os.environ, **shown}, cwd=live.data.parent, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_library_is_the_published_one() -> None:
    assert version("twilio") == "9.13.0"


@pytest.mark.parametrize("name", ["messages", "receive", "holdings", "documents_and_alerts", "refusals", "asynchronous"])
def test_app(live: Live, name: str) -> None:
    run_app(live, name)


async def test_accounts_keys_and_an_access_token_that_the_platform_takes(live: Live) -> None:
    token = run_app(live, "accounts").strip()
    platform = await open_platform(Settings(data=live.data))
    try:
        read = await verify_access_token(token, platform)
    finally:
        await close_platform(platform)
    assert read.grants.identity == "ann"
    assert read.account_sid == live.account_sid
    assert read.grants.video is not None and read.grants.video.room == "kitchen"
    assert read.grants.voice is not None and read.grants.voice.incoming_allow is True
    assert read.grants.chat is not None and read.grants.sync is not None
