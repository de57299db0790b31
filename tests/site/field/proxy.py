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
    `made` counts the cuts so far.
    """

    port: int
    chance: random.Random
    cuts: int = 0
    longest: int = 40_000
    made: int = 0
    listener: socket.socket = field(init=False)
    lock: threading.Lock = field(default_factory=threading.Lock)
    ends: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

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
        """No more connections."""
        self.listener.close()

    def _serve(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                near, _ = self.listener.accept()
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
