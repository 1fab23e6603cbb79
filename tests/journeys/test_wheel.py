"""`pip install .` into an environment of its own gives a `trunkline` that works away from the sources, with all its data files."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from .asking import Client
from .test_commands import clean

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
INSTALL_PATIENCE = 600.0


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment's folder of commands."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "."]
    subprocess.run(pip, cwd=ROOT, env=clean(), check=True, timeout=INSTALL_PATIENCE)
    return folder / "bin"


def test_the_command_works_away_from_the_sources(installed: Path, tmp_path: Path) -> None:
    up = [str(installed / "trunkline"), "up", "--json", "--port", "0", "--data", "d"]
    server = subprocess.Popen(up, cwd=tmp_path, env=clean(), stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        found = json.loads(server.stdout.readline())
        client = Client(found["api_url"], found["account_sid"], found["auth_token"])
        sent = client.post(client.below("/Messages.json"), To="+15551230001", From="+15557770001", Body="from a wheel")
        assert sent.status == 201, sent.body
        unbuilt = client.get("/v2/Services", "verify.localhost")
        assert (unbuilt.status, unbuilt.json["details"]["operation"]) == (501, "ListService")
        page = client.get("/console/")
        assert page.status == 200 and b"/console/assets/" in page.body, page.body[:300]
        app = "import os; print(os.environ['TWILIO_ACCOUNT_SID'])"
        ran = subprocess.run(
            [str(installed / "trunkline"), "run", "--data", "d", "--", sys.executable, "-c", app],
            cwd=tmp_path, env=clean(), capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        assert ran.stdout.strip() == found["account_sid"]
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0


def test_every_file_that_is_no_test_is_in_it(installed: Path, tmp_path: Path) -> None:
    pip = [str(installed / "pip"), "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    subprocess.run(pip, env=clean(), check=True, timeout=INSTALL_PATIENCE)
    (wheel,) = tmp_path.glob("trunkline-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(["git", "ls-files", "src/trunkline"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    wanted = {path.removeprefix("src/") for path in tracked if "/tests/" not in path and (ROOT / path).is_file()}
    assert wanted | {"trunkline/compliance_matrix.yaml"} <= packed
    assert any(name.endswith("/product.toml") for name in wanted) and any("/migrations/" in name for name in wanted)
    assert not [name for name in packed if "/tests/" in name]
    page = "trunkline/surfaces/console/built/"
    assert f"{page}index.html" in packed and any(name.startswith(f"{page}assets/") and name.endswith(".js") for name in packed)
    licence = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["license"]
    (metadata,) = [name for name in packed if name.endswith("METADATA")]
    assert f"License-Expression: {licence}" in zipfile.ZipFile(wheel).read(metadata).decode()
