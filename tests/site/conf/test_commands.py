"""The commands of the site, and the supervisor that keeps it alive."""

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from chuangcheng.conf import doctor
from chuangcheng.conf.commands import site
from chuangcheng.conf.serving import Child, Supervisor
from chuangcheng.ground.people.models import User
from tests.site.cast import World
from tests.site.postgres import free_port


def test_it_makes_an_account_that_must_change_its_password(world: World) -> None:
    done = CliRunner().invoke(site, ["createuser", "li", "--name", "李小青", "--area", "QH"])
    user = User.objects.get(username="li")
    assert user.check_password(done.stdout.strip())
    assert user.must_change_password
    assert user.holdings[0].area == "/HC/QH/"


@pytest.mark.parametrize(
    "wrong", [["li", "--role", "king"], ["li", "--area", "X"], ["office"], ["a b"]]
)
def test_it_says_in_a_sentence_why_it_makes_none(world: World, wrong: list[str]) -> None:
    count = User.objects.count()
    done = CliRunner().invoke(site, ["createuser", *wrong, "--name", "李小青"])
    assert (done.exit_code, done.stdout, bool(done.stderr)) == (2, "", True)
    assert User.objects.count() == count


def test_it_follows_the_chain(world: World) -> None:
    done = CliRunner().invoke(site, ["audit", "verify"])
    assert (done.exit_code, done.stdout.split(" ")[0].isdigit()) == (0, True)


def test_it_looks_the_machine_over(world: World) -> None:
    found = list(doctor.findings())
    assert len(found) == 8
    assert all(finding.words.zh and finding.words.en for finding in found)


def test_it_starts_again_what_dies_and_stops_all(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    short = f"open({str(lives)!r}, 'a').write('x')"
    waits = "import signal; signal.pause()"
    children = [Child(c, [sys.executable, "-c", c]) for c in (short, waits)]
    with ended_by(lambda: lives.exists() and len(lives.read_text()) > 1) as supervisor:
        supervisor.children = children
        supervisor.run()
    assert all(child.process is None or child.process.poll() is not None for child in children)


@contextmanager
def ended_by(condition: Callable[[], bool]) -> Iterator[Supervisor]:
    """A supervisor that is told to stop once a condition holds."""
    before = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
    supervisor = Supervisor([], say=lambda _line: None)
    seen = threading.Event()

    def watch() -> None:
        while not condition() and not seen.wait(0.05):
            pass
        supervisor.stop.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield supervisor
    finally:
        seen.set()
        watcher.join()
        for number, handler in before.items():
            signal.signal(number, handler)


def test_it_serves_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    code = "from chuangcheng.conf.commands import site; site()"
    bind = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-c", code, "serve", "--bind", bind, "--workers", "1"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(f"{address}/healthz", timeout=60) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{address}/healthz", timeout=5)
