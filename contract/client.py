"""A plain HTTP client on one kept-alive connection, for driving a server operation by operation."""

from __future__ import annotations

import base64
import http.client
import json
import socket
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: `body` is the parsed JSON, or None when it is empty or no JSON; `text` is its beginning as it came."""

    status: int
    body: Any
    text: str
    media_type: str

    @property
    def ok(self) -> bool:
        """A success or a redirect, as the contract counts it."""
        return 200 <= self.status < 400

    def summary(self) -> str:
        """One line for a report."""
        return f"{self.status} {' '.join(self.text.split())[:160]}"


@dataclass(slots=True)
class Request:
    """One request to send; `form` pairs keep their order and may repeat; `json_body` excludes `form`."""

    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    form: list[tuple[str, str]] | None = None
    json_body: Any = None


class Client:
    """Sends requests one after another to the server at `api_url` with HTTP Basic credentials."""

    def __init__(self, api_url: str, username: str, password: str) -> None:
        parts = urlsplit(api_url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"the server's URL must be http://host:port, not {api_url!r}")
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=_SECONDS)
        self._prefix = parts.path.rstrip("/")
        self._authorization = authorization(username, password)
        self.sent = 0

    def send(self, request: Request) -> Reply:
        """Send and read the whole answer; a connection that the server closed is opened once more."""
        path = self._prefix + quote(request.path, safe="/%:@+,=!$&'()*;~-._")
        if request.query:
            path += "?" + urlencode(request.query)
        headers = {"Authorization": self._authorization, "Accept": "application/json", **request.headers}
        payload = b""
        if request.json_body is not None:
            payload, headers["Content-Type"] = json.dumps(request.json_body).encode(), "application/json"
        elif request.form is not None:
            payload, headers["Content-Type"] = urlencode(request.form).encode(), "application/x-www-form-urlencoded"
        self.sent += 1
        try:
            return self._exchange(request.method, path, payload, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()
            return self._exchange(request.method, path, payload, headers)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _exchange(self, method: str, path: str, payload: bytes, headers: dict[str, str]) -> Reply:
        try:
            self._connection.request(method, path, payload or None, headers)
            if self._connection.sock is not None:
                self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            answer = self._connection.getresponse()
            raw = answer.read()
        except TimeoutError:
            self._connection.close()
            return Reply(0, None, f"no answer within {_SECONDS:.0f} s", "")
        except http.client.RemoteDisconnected:
            raise
        except http.client.HTTPException as error:
            self._connection.close()
            return Reply(0, None, f"no HTTP where an answer should begin, perhaps a body after a 204: {error!r}", "")
        media_type = answer.headers.get_content_type()
        return Reply(answer.status, _parsed(raw), raw[:400].decode("utf-8", "replace"), media_type)


def authorization(username: str, password: str) -> str:
    """The value of the Authorization header for HTTP Basic (RFC 7617)."""
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode("ascii")


def _parsed(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw else None
    except ValueError:
        return None
