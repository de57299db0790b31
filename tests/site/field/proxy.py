"""A bad network: passes bytes on, and cuts connections after random numbers of them."""

from __future__ import annotations

import random
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Proxy:
    """Stands before a port of this machine; `cuts` more connections are cut in mid-sentence.

    Each way of a connection that is to be cut ends after a number of bytes drawn from `chance`.
    `made` counts the cuts so far. While `unlucky` is not empty, connections end in which a phone
    says it.
    """

    port: int
    chance: random.Random
    cuts: int = 0
    longest: int = 40_000
    made: int = 0
    unlucky: bytes = b""
    listener: socket.socket = field(init=False)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ends: list[socket.socket] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    serving: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.serving = threading.Thread(target=self._serve, daemon=True)
        self.serving.start()

    @property
    def address(self) -> str:
        """Where the site is, seen through this network."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def lead_to(self, port: int) -> None:
        """Lead to another port of this machine from now on."""
        self.port = port
        self.worsen(0)

    def worsen(self, cuts: int) -> None:
        """Cut what is connected, and so many connections after it."""
        with self.lock:
            self.cuts = cuts
            ends, self.ends = self.ends, []
        for end in ends:
            _end(end)

    def close(self) -> None:
        """No more connections, and none left."""
        self.closed.set()
        # Closing alone does not wake whoever waits for the next connection.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.serving.join()
        self.listener.close()
        self.worsen(0)

    def _serve(self) -> None:
        while not self.closed.is_set():
            try:
                near, _ = self.listener.accept()
            except OSError:
                # A network that dies by itself would look like a phone that stalls.
                if not self.closed.is_set():
                    raise
                return
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.port))
        except OSError:
            near.close()
            return
        with self.lock:
            self.ends += [near, far]
        ways = [
            threading.Thread(target=self._pass, args=(*pair, self._allowed()), daemon=True)
            for pair in ((near, far), (far, near))
        ]
        for way in ways:
            way.start()

    def _allowed(self) -> int:
        """How many bytes may pass one way of a new connection; no end when there are no cuts."""
        with self.lock:
            return self.chance.randrange(1, self.longest) if self.cuts > 0 else 2**62

    def _pass(self, source: socket.socket, to: socket.socket, allowed: int) -> None:
        with suppress(OSError):
            while allowed > 0 and (block := source.recv(min(65536, allowed))):
                if self.unlucky and self.unlucky in block:
                    break
                to.sendall(block)
                allowed -= len(block)
        if allowed == 0:
            with self.lock:
                self.cuts -= 1
                self.made += 1
        _end(source)
        _end(to)


def _end(end: socket.socket) -> None:
    with suppress(OSError):  # it has ended already
        end.shutdown(socket.SHUT_RDWR)
    end.close()
