"""What is no HTTP is refused in Twilio's form too, and no client fills the memory with a head that never ends.

The server's parser has no bound of its own: a request line, a header, a trailer or a chunk's extension may go on for ever.
"""

from __future__ import annotations

from http import HTTPStatus

from trunkline.kernel.errors import Problem
from trunkline.surfaces.rest.write_reply import JSON, XML, write_json, write_xml

from .one_write import OneWriteProtocol

# Octets that may come without finishing a head or bringing some body. No client sends as many; asyncio reads up to 256 KiB at once.
LONGEST_HEAD = 64 * 1024


class RefusingProtocol(OneWriteProtocol):
    """HTTP/1.1 for one connection, which is closed after a refusal: nobody knows where the next request would begin."""

    _fruitless = 0

    def data_received(self, data: bytes) -> None:
        self._fruitless += len(data)
        super().data_received(data)
        if self._fruitless > LONGEST_HEAD and not self.transport.is_closing():
            self._refuse(Problem(20431, f"The head of the request is longer than {LONGEST_HEAD} octets", 431))

    def on_headers_complete(self) -> None:
        self._fruitless = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._fruitless = 0
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        self._refuse(Problem(400, "This is not an HTTP/1.1 request", 400))

    def _refuse(self, problem: Problem) -> None:
        told = problem.to_wire("")
        path = getattr(self, "url", b"").partition(b"?")[0]
        if path.startswith(b"/2010-04-01") and not path.endswith(b".json"):
            body, kind = write_xml(told, "RestException"), XML
        else:
            body, kind = write_json(told), JSON
        head = f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
        self.transport.write(head.encode() + b"Content-Type: " + kind + b"\r\n\r\n" + body)
        self.transport.close()
