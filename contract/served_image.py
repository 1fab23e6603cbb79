"""A picture on this machine that a driven server can fetch: messages with media need one, and nothing may leave the machine."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# One transparent pixel.
_PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")


class _Picture(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(_PNG)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(_PNG)

    do_HEAD = do_GET  # noqa: N815 - the name is the base class's

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served_image() -> Iterator[str]:
    """The URL of the picture, on a free port of 127.0.0.1, for as long as the context lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Picture)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/pixel.png"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
