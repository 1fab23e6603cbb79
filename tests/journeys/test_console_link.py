"""From the terminal to the console: the owner's link, another one later, and no sign-in on loopback, over real sockets."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import TRUNKLINE, Live

OWNER = {"email": "ada@example.com", "name": "Ada", "password": "a heron reads the tide", "language": "ja"}


def ask(live: Live, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, str]:
    """(status, JSON, cookie that was set)."""
    where = urlsplit(live.api_url)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=20)
    sent = {"Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
    connection.request(method, f"/console/api/{path}", json.dumps(body) if body is not None else None, sent)
    answer = connection.getresponse()
    found = answer.read()
    connection.close()
    return answer.status, json.loads(found) if found else None, (answer.getheader("Set-Cookie") or "").partition(";")[0]


def console_link(live: Live, *flags: str) -> dict[str, Any]:
    said = subprocess.run(
        [*TRUNKLINE, "console-link", "--data", str(live.data), "--json", *flags], capture_output=True, text=True, timeout=60
    )
    assert said.returncode == 0, said.stderr
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def token(link: str) -> str:
    return link.partition("#")[2]


def test_the_terminal_s_link_makes_the_owner_and_later_signs_them_in(start: Callable[..., Live]) -> None:
    live = start()
    assert urlsplit(live.console_link).hostname == "localhost" and "/console/first#" in live.console_link
    again = console_link(live)  # beside the running server
    assert again["first"] is True and token(again["console_link"]) != token(live.console_link)
    status, session, cookie = ask(live, "POST", "first", {"link": token(again["console_link"]), **OWNER})
    assert (status, session["role"]) == (200, "owner")
    assert ask(live, "POST", "first", {"link": token(live.console_link), **OWNER})[0] == 409
    assert ask(live, "GET", "session", Cookie=cookie)[1]["person"]["name"] == "Ada"
    seen = ask(live, "GET", "sessions", Cookie=cookie)[1]["sessions"]
    assert [one["address"] for one in seen] == ["127.0.0.1"]
    live.stop()
    restarted = start(data=live.data)
    assert restarted.console_link == ""
    assert ask(restarted, "GET", "session", Cookie=cookie)[1]["person"]["name"] == "Ada"  # sessions outlive a restart
    later = console_link(restarted)
    assert (later["first"], later["email"]) == (False, OWNER["email"])
    assert ask(restarted, "POST", "session", {"link": token(later["console_link"])})[0] == 200
    assert ask(restarted, "POST", "session", {"link": token(later["console_link"])})[1]["code"] == 99413


def test_without_sign_in_on_loopback(start: Callable[..., Live]) -> None:
    live = start("--no-auth")
    status, session, _ = ask(live, "GET", "session")
    assert (status, session["role"], session["no_auth"], live.console_link) == (200, "owner", True, "")
    path = f"rest/2010-04-01/Accounts/{live.account_sid}/Keys.json"
    assert ask(live, "POST", path, X_CSRF_Token=session["csrf"])[0] == 201
    assert ask(live, "POST", path, X_CSRF_Token="no")[0] == 403
    assert ask(live, "GET", "session", Host="evil.example")[0] == 403


@pytest.mark.parametrize("flags", [("--host", "0.0.0.0"), ("--mode", "production")], ids=lambda flags: flags[0])  # noqa: S104 (it is refused)
def test_without_sign_in_nowhere_else(tmp_path: Path, flags: tuple[str, ...]) -> None:
    said = subprocess.run([*TRUNKLINE, "up", "--no-auth", "--port", "0", *flags], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert said.returncode == 1 and "--no-auth" in said.stderr and "Traceback" not in said.stderr


def test_a_link_for_nobody_is_refused_in_words(live: Live) -> None:
    said = subprocess.run(
        [*TRUNKLINE, "console-link", "--data", str(live.data), "--email", "nobody@example.com"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert said.returncode == 1 and "nobody@example.com" in said.stderr and "Traceback" not in said.stderr
