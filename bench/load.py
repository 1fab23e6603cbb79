"""Load by wrk: closed loop, as many requests under way as there are connections."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus, urlencode

SCRIPT = Path(__file__).with_name("load.lua")
FORM_OCTETS = 200


@dataclass(frozen=True)
class Load:
    """What wrk saw. Times in milliseconds; `refused`: answers other than 2xx; `broken`: connections that failed or timed out."""

    requests: int
    seconds: float
    p50: float
    p99: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


class LoadFailed(Exception):
    pass


def run(
    url: str, *, bodies: Sequence[str] = (), authorization: str = "", seconds: float = 5, connections: int = 64, pause: int = 0
) -> Load:
    """POST the bodies in turn (GET, if there are none). `pause`: milliseconds that each connection waits before each request."""
    told = os.environ | {"LOAD_BODIES": "\n".join(bodies), "LOAD_AUTHORIZATION": authorization, "LOAD_PAUSE": str(pause)}
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "10s", "-s", str(SCRIPT), url]
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
    if done.returncode or line is None:
        raise LoadFailed(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    load = Load(**json.loads(line))
    if load.refused or load.broken or not load.requests:
        raise LoadFailed(f"{url}: of {load.requests} requests {load.refused} were refused and {load.broken} broke")
    return load


def basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


TEXT = "Your order is on its way and will be with you before noon."


def message_forms(sender: str, recipients: Sequence[str], callback: str = "", text: str = TEXT) -> list[str]:
    """One form of 200 octets for each recipient; a longer text makes it longer."""
    forms = []
    for recipient in recipients:
        fields = {"To": recipient, "From": sender} | ({"StatusCallback": callback} if callback else {})
        form = urlencode({**fields, "Body": ""})
        forms.append(form + quote_plus(text).ljust(max(0, FORM_OCTETS - len(form)), "x"))
    return forms
