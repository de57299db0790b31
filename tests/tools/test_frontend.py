"""What runs in the browser is built by Node, once for each change."""

import re
from pathlib import Path

import pytest

from tools import frontend
from tools.process import RefusalError


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of npm; building writes the pages."""
    monkeypatch.setattr(frontend, "STAMP", tmp_path / "cache" / "frontend.stamp")
    monkeypatch.setattr(frontend, "INSTALLED", tmp_path / "installed.stamp")
    monkeypatch.setattr(frontend, "FIELD", tmp_path / "field")
    monkeypatch.setattr(frontend, "MAP", tmp_path / "map")
    times: list[str] = []

    def must(command: list[object], _sentence: str) -> None:
        times.append(" ".join(map(str, command)))
        for page in ("field/index.html", "map/map.js"):
            (tmp_path / page).parent.mkdir(exist_ok=True)
            (tmp_path / page).touch()

    monkeypatch.setattr(frontend, "must", must)
    monkeypatch.setattr(frontend, "npm", lambda: ["npm"])
    return times


def test_it_installs_and_builds_once(asked: list[str]) -> None:
    frontend.build()
    frontend.build()
    assert [line.split()[1] for line in asked] == ["ci", "run"]


def test_it_builds_again_when_what_it_built_is_gone(asked: list[str], tmp_path: Path) -> None:
    frontend.build()
    (tmp_path / "field/index.html").unlink()
    frontend.build()
    assert asked.count("npm run build") == 2


def test_it_takes_the_node_of_the_requirements_when_the_system_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    levels: list[str] = []
    monkeypatch.setattr(frontend.shutil, "which", lambda _name: None)
    monkeypatch.setattr(frontend.environment, "ready", levels.append)
    assert str(frontend.npm()[0]).endswith(".venv/bin/npm")
    assert levels == ["node"]


def test_it_lets_the_site_run_without_the_app(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise RefusalError("npm could not install.")

    monkeypatch.setattr(frontend, "install", refuse)
    monkeypatch.setattr(frontend, "_said", lambda _stamp: "")
    frontend.build_if_possible()
    assert "without the phone app" in capsys.readouterr().out


def test_it_takes_the_values_of_desk_and_phone_from_one_file() -> None:
    own = (frontend.FRONTEND / "field/src/styles/base.css").read_text(encoding="utf-8")
    named = set(re.findall(r"^ +(--[a-z-]+):", own, re.MULTILINE))
    shared = set(re.findall(r"(--[a-z-]+):", frontend.TOKENS.read_text(encoding="utf-8")))
    assert named & shared == {"--round"}
    assert frontend.TOKENS in frontend._sources()
