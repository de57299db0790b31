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
from django.conf import settings
from django.db import IntegrityError

from chuangcheng.conf import accounts, doctor
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


def test_it_makes_the_first_account_only_where_there_is_none(db: None) -> None:
    accounts.lay_roles()
    password = accounts.first()
    user = User.objects.get()
    assert user.username == accounts.FIRST
    assert user.check_password(password or "")
    assert user.must_change_password
    assert accounts.first() is None


@pytest.mark.parametrize("noticed", ["when it checks", "when it writes"])
def test_it_leaves_the_first_account_to_the_host_that_was_quicker(
    db: None, monkeypatch: pytest.MonkeyPatch, noticed: str
) -> None:
    accounts.lay_roles()
    ours = accounts.make

    def make(**facts: str) -> str:
        ours(**facts)  # by the other host
        if noticed == "when it writes":
            raise IntegrityError
        return ours(**facts)

    monkeypatch.setattr(accounts, "make", make)
    assert accounts.first() is None
    assert User.objects.get().username == accounts.FIRST


def test_it_says_why_the_sample_is_not_loaded(db: None) -> None:
    accounts.lay_roles()
    accounts.first()
    done = CliRunner().invoke(site, ["sample"])
    assert "示例没有载入" in done.stdout
    assert "DATA_DIR" in done.stdout
    assert User.objects.count() == 1


def test_it_keeps_the_log_out_of_what_a_terminal_shows(tmp_path: Path) -> None:
    log, code = tmp_path / "log", "import sys; print('a line', file=sys.stderr)"
    child = Child(code, [sys.executable, "-c", code], log=log)
    for _life in range(2):
        child.start()
        assert child.process is not None
        child.process.wait()
    assert log.read_text() == "a line\n" * 2


def test_it_follows_the_chain(world: World) -> None:
    done = CliRunner().invoke(site, ["audit", "verify"])
    assert (done.exit_code, done.stdout.split(" ")[0].isdigit()) == (0, True)


def test_it_looks_the_machine_over(world: World) -> None:
    found = list(doctor.findings())
    assert len(found) == 8
    assert all(finding.words.zh and finding.words.en for finding in found)


def test_it_tells_of_what_is_well_without_a_remedy(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    said = {}
    for mode in (0o755, 0o700):
        tmp_path.chmod(mode)
        found = list(doctor.findings())
        assert not any(
            "应" in one.words.zh or "wanted" in one.words.en for one in found if one.well
        )
        said[mode] = {one.words.zh: one.well for one in found}
    assert said[0o755][f"数据目录只应本用户可读：chmod 700 {tmp_path}"] is False
    assert said[0o700]["数据目录只有本用户能读"] is True


def test_it_lists_what_the_commands_read_of_the_environment_too() -> None:
    told = CliRunner().invoke(site, ["variables"]).stdout
    assert all(name in told for name in ("CHUANGCHENG_LANG=", "LC_ALL", "LC_MESSAGES", "LANG"))


def test_it_starts_again_what_dies_and_stops_all(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    short = f"open({str(lives)!r}, 'a').write('x')"
    waits = "import signal; signal.pause()"
    children = [Child(c, [sys.executable, "-c", c]) for c in (short, waits)]
    with ended_by(lambda: lives.exists() and len(lives.read_text()) > 1) as supervisor:
        supervisor.children = children
        supervisor.run()
    assert all(child.process is None or child.process.poll() is not None for child in children)


def test_it_shows_a_terminal_where_the_log_is_and_the_address_last(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    code = "from chuangcheng.conf.commands import site; site()"
    bind, (ours, theirs) = f"127.0.0.1:{free_port()}", os.openpty()
    command = [sys.executable, "-c", code, "serve", "--bind", bind, "--workers", "1"]
    with subprocess.Popen(command, env=environment, stdout=theirs, stderr=theirs) as server:
        os.close(theirs)
        with os.fdopen(ours, "r", buffering=1) as terminal:
            lines = [terminal.readline() for _line in range(4)]
            server.send_signal(signal.SIGTERM)
            assert server.wait(60) == 0
    assert lines[2].strip().endswith(str(tmp_path / "site.log"))
    assert lines[3].strip() == f"http://{bind}"
    assert '"at"' in (tmp_path / "site.log").read_text()


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
        first = [server.stdout.readline() for _language in range(2)]
        assert all(accounts.FIRST in line for line in first)
        address = server.stdout.readline().strip()
        with urllib.request.urlopen(f"{address}/healthz", timeout=60) as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{address}/healthz", timeout=5)
