"""An operator's own rules, put in force while messages go on being accepted (R52)."""

from __future__ import annotations

import base64
import json
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.conftest import Live

PACK = b"""
id = "house"
title = "House rules"
jurisdictions = ["US"]
effective_from = 2020-01-01
source = "our counsel"
reviewed_on = 2026-11-22

[[row]]
rule = "country-content"
clause = "no wine"
category = "alcohol"
verdict = "forbid"
"""


def ask(live: Live, path: str, **form: str) -> tuple[int, Any]:
    body = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(live.api_url + path, body)
    token = base64.b64encode(f"{live.account_sid}:{live.auth_token}".encode()).decode()
    request.add_header("Authorization", f"Basic {token}")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as why:
        return why.code, json.load(why)


def until(check: Callable[[], bool], patience: float = 20.0) -> None:
    end = time.monotonic() + patience
    while not check():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_r52_packs_are_read_again_while_messages_are_sent(start: Callable[..., Live]) -> None:
    live = start()
    before = ask(live, "/compliance/v1/RulePacks")[1]["hash"]
    messages = f"/2010-04-01/Accounts/{live.account_sid}/Messages.json"
    answers: list[int] = []
    enough = threading.Event()

    def send() -> None:
        while not enough.is_set():
            answers.append(ask(live, messages, To=live.handsets[0], From=live.numbers[0], Body="hello")[0])

    sender = threading.Thread(target=send)
    sender.start()
    try:
        key = Ed25519PrivateKey.generate()
        folder = live.data / "packs"
        folder.mkdir()
        (folder / "house.pub").write_bytes(base64.b64encode(key.public_key().public_bytes_raw()))
        (folder / "house.toml.sig").write_bytes(base64.b64encode(key.sign(PACK)))
        (folder / "house.toml").write_bytes(PACK)
        live.process.send_signal(signal.SIGHUP)
        until(lambda: bool(ask(live, "/compliance/v1/RulePacks")[1]["hash"] != before))
        count = len(answers)
        until(lambda: len(answers) > count + 20)
    finally:
        enough.set()
        sender.join()
    assert set(answers) == {201}
    wine = ask(live, "/compliance/v1/Evaluate", To=live.handsets[0], From=live.numbers[0], Body="Our liquor store: whiskey and vodka")[1]
    assert (wine["rule"], wine["code"]) == ("country-content", 30007)
    (folder / "house.toml").write_bytes(PACK + b"\n# changed after it was signed\n")
    status, refused = ask(live, "/compliance/v1/RulePacks/Reload", Now="true")
    assert (status, refused["code"]) == (422, 99126)
    assert "signed by none" in refused["message"]
