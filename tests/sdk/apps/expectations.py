"""What the apps of this folder share: waiting, a refusal that must come, and the handsets, reached as `trunkline handset` reaches them."""

from __future__ import annotations

import base64
import json
import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlencode

from twilio.base.exceptions import TwilioException, TwilioRestException

T = TypeVar("T")

NUMBER = "+15557770001"
OTHER_NUMBER = "+15557770002"
HANDSET = "+15551230001"
ACCOUNT, TOKEN = os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"]


def until(check: Callable[[], T], patience: float = 20.0) -> T:
    """The first true answer of `check`; AssertionError after `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError(f"nothing came within {patience} s")


@contextmanager
def refused(code: int, status: int) -> Iterator[None]:
    """The block must end with the library's own error of this code and HTTP status.

    Lists are refused with the library's plainer TwilioException, which holds the answer as it came.
    """
    try:
        yield
    except TwilioRestException as error:
        assert (error.code, error.status) == (code, status), f"{error.code} {error.status} {error.msg}, not {code} {status}"
        assert error.msg, error
    except TwilioException as error:
        answer = error.args[1]
        told = json.loads(answer.text)
        assert (told["code"], told["status"], answer.status_code) == (code, status, status), f"{answer}, not {code} {status}"
        assert told["message"] and told["more_info"].endswith(f".twilio.com/errors/{code}"), answer.text
    else:
        raise AssertionError(f"{code} was expected, and nothing was refused")


def network(method: str, path: str, **parameters: Any) -> Any:
    """Ask /network/v1 of the server, which the test names in TRUNKLINE_API_URL, without the proxy."""
    form = urlencode(parameters, doseq=True)
    url = f"{os.environ['TRUNKLINE_API_URL']}/network/v1{path}" + (f"?{form}" if method == "GET" and form else "")
    request = urllib.request.Request(url, None if method == "GET" else form.encode(), method=method)
    request.add_header("Authorization", "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def text_from(handset: str, to: str, body: str) -> dict[str, Any]:
    sent: dict[str, Any] = network("POST", f"/Handsets/{handset}/Messages", To=to, Body=body)
    return sent


def texts_on(handset: str) -> list[dict[str, Any]]:
    """What the phone holds, newest first."""
    held: list[dict[str, Any]] = network("GET", f"/Handsets/{handset}/Messages", PageSize=100)["messages"]
    return held
