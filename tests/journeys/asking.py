"""HTTP as a client writes it that picks its own Host: one request a connection, to a port on loopback, redirects not followed."""

from __future__ import annotations

import base64
import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    """`host` is what the Host header says, wherever the port is."""

    api_url: str
    account_sid: str
    auth_token: str
    host: str = ""

    @property
    def port(self) -> int:
        return urlsplit(self.api_url).port or 80

    def ask(self, method: str, path: str, form: dict[str, Any] | None = None, host: str = "") -> Answer:
        pair = base64.b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Host": host or self.host or f"127.0.0.1:{self.port}", "Authorization": f"Basic {pair}"}
            body = None
            if form is not None:
                body, headers["Content-Type"] = urlencode(form, doseq=True), "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            found = connection.getresponse()
            return Answer(found.status, {k.lower(): v for k, v in found.getheaders()}, found.read())
        finally:
            connection.close()

    def get(self, path: str, host: str = "") -> Answer:
        return self.ask("GET", path, host=host)

    def post(self, path: str, host: str = "", **form: Any) -> Answer:
        return self.ask("POST", path, form, host)

    def below(self, path: str) -> str:
        return f"/2010-04-01/Accounts/{self.account_sid}{path}"
