"""The programs from the Python index that tests try, each in an environment of its own below var/clients, which git ignores.

They are kept out of the project's environment because some ask for old libraries, and one for a great many.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

VERSIONS = {"airbyte-source-twilio": "0.16.0", "apprise": "2.2.0", "django-otp-twilio": "1.0.5", "tap-twilio": "0.2.2"}
FOLDER = Path(__file__).parents[2] / "var" / "clients"


def install(name: str) -> Path:
    """The folder with the program's commands. Several test processes may ask at once: one installs, the others wait for it.

    Errors: subprocess.CalledProcessError where the index cannot be reached or has no wheel for this Python.
    """
    home = FOLDER / f"{name}-{VERSIONS[name]}"
    finished = home / ".installed"  # an environment that was broken off is made anew
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f".{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.is_file():
            uv = str(Path(sys.executable).with_name("uv"))
            made = home / "bin" / "python"
            subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(home)], check=True)
            subprocess.run([uv, "pip", "install", "--quiet", "--python", str(made), f"{name}=={VERSIONS[name]}"], check=True)
            finished.touch()
    return home / "bin"
