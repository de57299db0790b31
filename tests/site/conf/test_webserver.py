"""What the web server is told beyond its command line."""

import gc
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangcheng.conf import webserver

HEAD = b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n"


@pytest.fixture
def thawed() -> Iterator[None]:
    """Everything is searched again once the test is over."""
    yield
    gc.unfreeze()


def test_it_leaves_what_it_has_loaded_out_of_searches(thawed: None) -> None:
    loaded: list[list[int]] = [[] for _n in range(100)]
    known = gc.get_freeze_count()
    webserver.post_worker_init(None)
    assert gc.get_freeze_count() > known + len(loaded)
    assert not any(found is loaded for found in gc.get_objects())


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Of a server with one thread, whose answers take until it has read what was sent."""
    (tmp_path / "reading.py").write_text(
        "def app(environ, start):\n"
        "    environ['wsgi.input'].read(1)\n"
        "    start('204 No Content', [])\n"
        "    return []\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # gunicorn answers at a socket that it is given, so nobody has to wait for it.
        command = [sys.executable, "-m", "gunicorn", "reading:app", "--worker-class", "gthread"]
        command += ["--threads", "1", "--config", "python:chuangcheng.conf.webserver"]
        command += ["--bind", f"fd://{listening.fileno()}", "--no-control-socket"]
        with subprocess.Popen(
            command, cwd=tmp_path, pass_fds=[listening.fileno()], stderr=subprocess.DEVNULL
        ) as server:
            yield listening.getsockname()
            server.kill()


def closes(connection: socket.socket) -> bool:
    """Send the rest of a request; whether its answer closes the connection."""
    connection.sendall(b"x")
    return b"Connection: close" in connection.recv(4096)


def test_it_lets_connections_go_where_others_wait_and_keeps_them_else(
    address: tuple[str, int],
) -> None:
    connections = [socket.create_connection(address, timeout=60) for _ in range(5)]
    for connection in connections:
        connection.sendall(HEAD)
    # The first came when nobody waited; the second begins while at least one more waits, if not
    # the third does: between two answers the server looks for who comes.
    _first, *between, last = [closes(connection) for connection in connections]
    assert any(between)
    assert not last
    connections[-1].sendall(HEAD)
    assert not closes(connections[-1])
    for connection in connections:
        connection.close()
