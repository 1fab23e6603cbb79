"""The official `twilio` package for Python, unmodified, in apps that `trunkline run` leads to a running Trunkline.

Each app in the folder `apps` is a script of its own, as its developer would write it; its assertions are the test.
"""

from __future__ import annotations

import sys
from importlib.metadata import version

import pytest

from tests.conftest import Live
from tests.sdk.running import APPS, run_app
from trunkline.foundations.access.access_token import verify_access_token
from trunkline.runtime.settings import Settings
from trunkline.runtime.wiring import close_platform, open_platform


def run_script(live: Live, name: str) -> str:
    return run_app(live, sys.executable, str(APPS / f"{name}.py"), str(live.data))


def test_the_library_is_the_published_one() -> None:
    assert version("twilio") == "9.13.0"


@pytest.mark.parametrize(
    "name", ["messages", "receive", "holdings", "documents_and_alerts", "refusals", "asynchronous", "money", "services"]
)
def test_app(live: Live, name: str) -> None:
    run_script(live, name)


async def test_accounts_keys_and_an_access_token_that_the_platform_takes(live: Live) -> None:
    token = run_script(live, "accounts").strip()
    platform = await open_platform(Settings(data=live.data))
    try:
        read = await verify_access_token(token, platform)
    finally:
        await close_platform(platform)
    assert read.account_sid == live.account_sid
    assert read.grants.identity == "ann"
    assert read.grants.video is not None and read.grants.video.room == "kitchen"
    assert read.grants.voice is not None and read.grants.voice.incoming_allow is True
    assert read.grants.chat is not None and read.grants.sync is not None
