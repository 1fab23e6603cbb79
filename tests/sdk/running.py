"""How an app of the folder `apps` is run: under `trunkline run`, against a running server."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.conftest import TRUNKLINE, Live

APPS = Path(__file__).with_name("apps")
PATIENCE = 120.0  # seconds; an app needs a few


def run_app(live: Live, *command: str, **variables: str) -> str:
    """What the app writes to standard output. Fails with all that it wrote if it does not end well."""
    shown = {
        "TRUNKLINE_API_URL": live.api_url,
        "TEST_ACCOUNT_SID": live.test_account_sid,
        "TEST_AUTH_TOKEN": live.test_auth_token,
        **variables,
    }
    whole = [*TRUNKLINE, "run", "--data", str(live.data), "--", *command]
    done = subprocess.run(
        whole, env={**os.environ, **shown}, cwd=live.data.parent, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
