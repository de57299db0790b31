"""A server on this machine that takes messages as a chat program would, or refuses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any


@dataclass
class Webhook:
    """What came in, by path; while it is down everything is refused."""

    came: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    down: bool = False
    port: int = 0

    @property
    def channel(self) -> str:
        """The channel as the machine's owner sets it."""
        return f"chat=json://127.0.0.1:{self.port}/{{address}}"


@contextmanager
def webhook() -> Iterator[Webhook]:
    """Serve until the test is over."""
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not hook.down:
                hook.came.append((self.path, body))
            self.send_response(503 if hook.down else 200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
