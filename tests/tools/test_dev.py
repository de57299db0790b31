"""The Makefile and what it calls."""

import ast
import re
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from tools import environment, packages, process, sample, verbs
from tools.process import RefusalError, call_beside
from tools.verbs import VERBS, main

ROOT = Path(__file__).parent.parent.parent
TARGETS = re.findall(
    r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
)


def test_it_prints_every_target() -> None:
    printed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"^make (\w+) +\S", printed.stdout, re.MULTILINE) == TARGETS


def test_it_has_a_verb_for_every_target() -> None:
    assert set(TARGETS) - {"help"} == set(VERBS)


def test_it_can_be_read_by_an_older_python_which_it_then_refuses() -> None:
    text = (ROOT / "tools/dev.py").read_text(encoding="utf-8")
    assert "needs Python 3.11 or newer" in ast.unparse(ast.parse(text, feature_version=(3, 6)))


def test_it_names_its_verbs_when_asked_for_another(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dance"]) == 2
    assert "run, report, test, check" in capsys.readouterr().err


# The round in a browser, the phone app, the suite, and the site once more.
@pytest.mark.parametrize(
    ("arguments", "databases"), [([], ["", "", "", "postgresql"]), (["-x"], [""])]
)
def test_it_tests_the_site_on_both_databases(
    arguments: list[str], databases: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    monkeypatch.setattr(verbs, "ready", lambda _kind: None)
    monkeypatch.setattr(verbs, "system_packages", lambda: None)
    # Building would exchange the phone app under the servers of the tests beside this one.
    monkeypatch.setattr(verbs.frontend, "build", lambda: None)
    monkeypatch.setattr(verbs.frontend, "test", lambda: 0)
    monkeypatch.setattr(
        verbs, "call", lambda _run, **given: runs.append(given.get("TEST_DATABASE", "")) or 1
    )
    assert main(["test", *arguments]) == 1
    assert runs == databases


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without an environment, on a machine without uv."""
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    return tmp_path


def test_it_names_the_package_that_brings_ensurepip(
    empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "has_ensurepip", lambda: False)
    assert main(["run"]) == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"apt-get install python{version}-venv" in capsys.readouterr().err
    assert not (empty / ".venv").exists()


def test_it_does_nothing_when_the_stamp_is_current(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty / ".venv/bin").mkdir(parents=True)
    (empty / ".venv/bin/python").touch()
    (empty / ".venv/pyvenv.cfg").touch()
    (empty / ".venv/run.stamp").write_text(environment.fingerprint("run"), encoding="utf-8")
    monkeypatch.setattr(environment, "installers", pytest.fail)
    assert environment.ready("run") == empty / ".venv/bin/python"


class Fake:
    """An installer that makes an empty environment, and then succeeds or does not."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.asked: list[str] = []

    def create(self) -> None:
        environment.python().parent.mkdir(parents=True)
        for file in (
            environment.python(),
            environment.program("pip"),
            environment.VENV / "pyvenv.cfg",
        ):
            file.touch()

    def install(self, *arguments: str | Path) -> int:
        self.asked.append(" ".join(map(str, arguments)))
        return self.code


@pytest.mark.usefixtures("empty")
def test_it_turns_to_pip_when_uv_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    uv, pip = Fake(1), Fake(0)
    monkeypatch.setattr(environment, "installers", lambda: [uv, pip])
    environment.ready("run")
    assert "build.txt" in uv.asked[-1]
    assert "--no-deps" in pip.asked[-1]
    assert environment.ready("run") == environment.python()


@pytest.mark.usefixtures("empty")
def test_it_does_not_take_half_an_environment_for_a_whole_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(environment, "installers", lambda: [Fake(1)])
    for _ in range(2):
        with pytest.raises(RefusalError, match="could not be made"):
            environment.ready("run")


@pytest.mark.usefixtures("empty")
def test_it_checks_every_package_against_its_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    pip = Fake(0)
    monkeypatch.setattr(environment, "installers", lambda: [pip])
    environment.ready("dev")
    assert all("--require-hashes" in asked for asked in pip.asked[:-1])
    assert all("--no-build-isolation" in asked for asked in pip.asked)


def test_it_says_which_packages_are_missing_when_it_may_not_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = packages.Package("chromium", "the report in a browser", lambda: False)
    monkeypatch.setattr(packages, "PACKAGES", (lacking,))
    monkeypatch.setattr(packages.os, "geteuid", lambda: 1000)
    packages.system_packages()
    assert "chromium for the report in a browser" in capsys.readouterr().out


@pytest.fixture
def scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """How often the sample county was scored; scoring it writes an empty report."""
    monkeypatch.setattr(sample, "FOLDER", tmp_path / "sample")
    monkeypatch.setattr(sample, "STAMP", tmp_path / "sample.stamp")
    times: list[Path] = []

    def must(*_: object) -> None:
        times.append(sample.FOLDER)
        sample.FOLDER.mkdir(exist_ok=True)
        (sample.FOLDER / "report.html").touch()

    monkeypatch.setattr(sample, "must", must)
    return times


def test_it_scores_the_sample_county_once(scored: list[Path]) -> None:
    sample.score()
    sample.score()
    assert len(scored) == 1


def test_it_scores_again_when_the_report_is_gone(scored: list[Path]) -> None:
    sample.score()
    (sample.FOLDER / "report.html").unlink()
    sample.score()
    assert len(scored) == 2


def test_it_scores_again_when_the_source_has_changed(
    scored: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample.score()
    monkeypatch.setattr(sample, "fingerprint", lambda: "another source")
    sample.score()
    assert len(scored) == 2


def test_it_serves_the_report_on_this_machine_alone(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("青禾县", encoding="utf-8")
    with sample.open_server(tmp_path, 0) as server:
        threading.Thread(target=server.handle_request).start()
        assert server.server_address[0] == "127.0.0.1"
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/") as answer:
            assert answer.read().decode() == "青禾县"


def test_it_names_another_port_when_one_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RefusalError, match=f"PORT={port + 1} make run"):
            sample.open_server(tmp_path, port)


@pytest.mark.parametrize("text", ["eight", "0", "70000", "-1"])
def test_it_refuses_what_is_no_port(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(RefusalError, match="is not a port"):
        sample.chosen_port()


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was checked; mypy finds something."""
    programs: list[str] = []

    def call_beside(command: list[Path]) -> int:
        programs.append(Path(command[0]).name)
        return int(programs[-1] == "mypy")

    monkeypatch.setattr(verbs, "ready", lambda _kind: None)
    monkeypatch.setattr(verbs.frontend, "checking", lambda: ["npm"])
    monkeypatch.setattr(verbs, "call_beside", call_beside)
    return programs


def test_it_runs_every_check_and_names_those_that_failed(
    checked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 1
    assert sorted(checked) == ["lint-imports", "mypy", "npm", "python", "ruff", "ruff"]
    assert "see above: mypy." in capsys.readouterr().err


def test_it_prints_what_a_check_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert call_beside([sys.executable, "-c", "print('青禾县'); exit(3)"]) == 3
    assert capsys.readouterr().out == "青禾县\n"


def test_it_lets_what_it_runs_keep_what_python_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    asked = "import sys; sys.exit(sys.dont_write_bytecode)"
    assert process.call([sys.executable, "-c", asked]) == 0
