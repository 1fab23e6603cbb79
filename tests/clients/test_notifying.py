"""Programs that send a text now and then, unmodified: a Django site's second factor, and Apprise's command."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.clients.published import install
from tests.conftest import TRUNKLINE, Live
from tests.journeys.asking import Client
from tests.sdk.running import run_app

pytestmark = pytest.mark.slow

APPS = Path(__file__).with_name("apps")
NUMBER = "+15557770001"


def test_a_django_site_sends_codes_by_text(live: Live) -> None:
    run_app(live, str(install("django-otp-twilio") / "python"), str(APPS / "second_factor.py"))


def apprise(live: Live, token: str, *targets: str) -> subprocess.CompletedProcess[str]:
    url = f"twilio://{live.account_sid}:{token}@{NUMBER}/{'/'.join(targets)}"
    command = [str(install("apprise") / "apprise"), "-vv", "--body", "the build broke: ünit 7", url]
    return subprocess.run(
        [*TRUNKLINE, "run", "--data", str(live.data), "--", *command],
        cwd=live.data.parent, env={**os.environ, "HOME": str(live.data.parent)}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def texts_on(live: Live, handset: str, patience: float = 20.0) -> list[str]:
    """What the phone holds once it holds something; nothing after `patience` seconds."""
    client = Client(live.api_url, live.account_sid, live.auth_token)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if held := client.get(f"/network/v1/Handsets/{handset}/Messages").json["messages"]:
            return [str(text["body"]) for text in held]
        time.sleep(0.05)
    return []


def test_apprise_tells_several_phones(live: Live) -> None:
    phones = ("+15551239301", "+15551239302")
    for phone in phones:
        assert Client(live.api_url, live.account_sid, live.auth_token).post("/network/v1/Handsets", PhoneNumber=phone).status == 201
    done = apprise(live, live.auth_token, *phones)
    assert done.returncode == 0, done.stdout + done.stderr
    for phone in phones:
        (body,) = texts_on(live, phone)
        assert "the build broke: ünit 7" in body


def test_apprise_is_told_what_is_wrong(live: Live) -> None:
    done = apprise(live, "0" * 32, "+15551239303")
    assert done.returncode == 1
    assert "Authenticate, error=20003" in done.stdout
    client = Client(live.api_url, live.account_sid, live.auth_token)
    for phone in ("+15551239304", "+15551239305"):
        assert client.post("/network/v1/Handsets", PhoneNumber=phone).status == 201
    assert client.post("/network/v1/Handsets/+15551239304/Messages", To=NUMBER, Body="STOP").status == 201
    deadline = time.monotonic() + 20
    refused = apprise(live, live.auth_token, "+15551239304", "+15551239305")
    while refused.returncode == 0 and time.monotonic() < deadline:  # the STOP was still under way
        refused = apprise(live, live.auth_token, "+15551239304", "+15551239305")
    assert refused.returncode == 1
    assert "+15551239304" in refused.stdout and "error=21610" in refused.stdout
    assert any("the build broke" in body for body in texts_on(live, "+15551239305"))
