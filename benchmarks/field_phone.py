"""A phone that costs next to nothing: requests written beforehand, one kept connection."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from PIL import Image

NOW = "2026-03-01T10:{:02}:00+08:00"
PICTURE_BYTES = 200 * 1024


@dataclass
class Phone:
    """A token, a connection, and what came of each request: milliseconds and failures."""

    port: int
    token: str
    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _socket: socket.socket | None = None

    def request(self, method: str, path: str, body: bytes, *, facts: str = "") -> bytes:
        """A request as bytes, made before the clock runs."""
        head = [
            f"{method} /api/field/{path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Authorization: Bearer {self.token}",
            f"Content-Length: {len(body)}",
            f"Content-Type: {'image/jpeg' if facts else 'application/json'}",
        ]
        head += [f"Upload-Facts: {facts}"] if facts else []
        return "\r\n".join([*head, "", ""]).encode() + body

    def send(self, requests: Sequence[bytes]) -> None:
        """Send what makes up one submission, one request after the other."""
        began = time.perf_counter()
        for request in requests:
            status = self._ask(request)
            if status not in {200, 201}:
                self.failures.append(str(status))
        self.waits.append((time.perf_counter() - began) * 1000)

    def _ask(self, request: bytes) -> int:
        for _attempt in range(2):  # a kept connection may have been closed meanwhile
            try:
                return self._answer(request)
            except (ConnectionError, IndexError, ValueError):
                self.close()
        return 0

    def _answer(self, request: bytes) -> int:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        got = self._socket.recv(65536)
        while b"\r\n\r\n" not in got:
            got += self._more()
        head, _gap, rest = got.partition(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while len(rest) < length:
            rest += self._more()
        if b"connection: close" in head.lower():
            self.close()
        return int(head[9:12])

    def _more(self) -> bytes:
        got = self._socket.recv(65536) if self._socket else b""
        if not got:
            raise ConnectionError
        return got

    def close(self) -> None:
        """Let the connection go."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def visit(assignment: str, items: Sequence[str], number: int) -> dict[str, object]:
    """A visit of twenty judged items, two of them faults with a remark."""
    judgements = [
        {"uuid": str(uuid4()), "item": item, "repeat": "", "result": "pass", "count": None,
         "of": None, "remark": "", "photographs": []}
        for item in items
    ]  # fmt: skip
    for fault in judgements[:2]:
        fault |= {"result": "fail", "remark": f"第 {number} 处有积存垃圾，未及时清运"}
    fix = {"lon": 113.0, "lat": 35.0, "accuracy_m": 12.5, "at": NOW.format(30)}
    return {
        "assignment": assignment, "opened_at": NOW.format(10), "closed_at": NOW.format(30),
        "sent_at": NOW.format(31), "position": fix, "judgements": judgements, "order": number,
        "clock": {"phone": NOW.format(31), "server": NOW.format(31), "difference_s": 0.4},
        "app": "bench",
    }  # fmt: skip


class Camera:
    """Photographs of 200 KiB: one picture of noise, each with a remark of its own in the file."""

    def __init__(self) -> None:
        noise = random.Random(1).randbytes(480 * 360 * 3)  # noqa: S311
        picture, file = Image.frombytes("RGB", (480, 360), noise), io.BytesIO()
        picture.save(file, "JPEG", quality=75)
        self._picture = file.getvalue()
        # A comment segment holds less than 64 KiB; several make the file as long as a real one.
        self._filling = max(0, PICTURE_BYTES - len(self._picture) - 64)

    def take(self) -> bytes:
        """A photograph unlike any other."""
        comments, left = _segment(uuid4().bytes), self._filling
        while left > 4:
            part = min(left - 4, 60000)
            comments += _segment(b" " * part)
            left -= part + 4
        return self._picture[:2] + comments + self._picture[2:]


def facts(photograph: bytes, visit_: UUID, judgement: object) -> str:
    """The header that goes with a photograph."""
    said = {
        "sha256": hashlib.sha256(photograph).hexdigest(), "size": len(photograph),
        "visit": str(visit_), "judgement": judgement, "item": "item-00", "type": "image/jpeg",
        "taken_at": NOW.format(20), "position": None, "clock_difference_s": 0.4,
    }  # fmt: skip
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _segment(content: bytes) -> bytes:
    return b"\xff\xfe" + (len(content) + 2).to_bytes(2, "big") + content
