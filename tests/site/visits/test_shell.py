"""The app and the map beneath it, open to all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chuangcheng.evidence.visits import basemap, shell

MAP = bytes(range(256))


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app as the build leaves it."""
    monkeypatch.setattr(shell, "APP", tmp_path)
    (tmp_path / "assets").mkdir()
    for name in ("index.html", "sw.js", "manifest.webmanifest", "assets/app-1a2b.js"):
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def office_map(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "basemap.pmtiles").write_bytes(MAP)


def content(url: str, **headers: str) -> bytes:
    return b"".join(Client().get(url, headers=headers))


def test_it_serves_the_app_to_whoever_comes(built: Path, db: None) -> None:
    answer = Client().get("/field/")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert answer.content == b"index.html"
    assert "blob:" in answer.headers["Content-Security-Policy"]


def test_it_lets_the_worker_look_after_the_whole_app(built: Path, db: None) -> None:
    answer = Client().get("/field/sw.js")
    assert answer.headers["Service-Worker-Allowed"] == "/field/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.content


@pytest.mark.parametrize(
    ("name", "kept"), [("assets/app-1a2b.js", "immutable"), ("manifest.webmanifest", "no-cache")]
)
def test_it_says_how_long_a_file_may_be_kept(name: str, kept: str, built: Path, db: None) -> None:
    answer = Client().get(f"/field/{name}")
    assert kept in answer.headers["Cache-Control"]
    assert answer.content == name.encode()


@pytest.mark.parametrize("name", ["nothing.js", "../shell.py", "..%2Fshell.py", "assets"])
def test_it_serves_nothing_else(name: str, built: Path, db: None) -> None:
    (built.parent / "shell.py").write_text("x")
    assert Client().get(f"/field/{name}").status_code == 404


def test_it_says_in_one_sentence_that_it_was_not_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr(shell, "APP", tmp_path / "nothing")
    answer = Client().get("/field/")
    assert answer.status_code == 503
    assert "还没有构建" in answer.content.decode()


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("bytes=0-0", MAP[:1]),
        ("bytes=10-19", MAP[10:20]),
        ("bytes=250-999", MAP[250:]),
        ("bytes=-6", MAP[-6:]),
        ("bytes=200-", MAP[200:]),
    ],
)
def test_it_serves_a_range_of_the_map(wanted: str, got: bytes, office_map: None, db: None) -> None:
    answer = Client().get("/field/basemap.pmtiles", headers={"Range": wanted})
    assert (answer.status_code, answer.content) == (206, got)
    first = MAP.index(got[:1])
    last = first + len(got) - 1
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/256"


@pytest.mark.parametrize("wanted", ["bytes=256-", "bytes=5-4", "bytes=-0", "bytes=-", "lines=1-2"])
def test_it_refuses_a_range_that_is_not_there(wanted: str, office_map: None, db: None) -> None:
    answer = Client().get("/field/basemap.pmtiles", headers={"Range": wanted})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */256")


def test_it_serves_the_whole_map(office_map: None, db: None) -> None:
    assert content("/field/basemap.pmtiles") == MAP


def test_it_has_no_map_unless_the_office_gave_one(db: None) -> None:
    assert Client().get("/field/basemap.pmtiles").status_code == 404


def test_it_tells_phones_which_map_it_is(office_map: None, tmp_path: Path) -> None:
    first = basemap.told()["basemap_file"]
    assert first["bytes"] == len(MAP)
    answer = Client().get("/field/basemap.pmtiles", headers={"Range": "bytes=0-9"})
    assert first["tag"] in answer.headers["ETag"]
    (tmp_path / "basemap.pmtiles").write_bytes(MAP + b"!")
    assert basemap.told()["basemap_file"]["tag"] != first["tag"]


def test_it_tells_phones_of_no_map(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    assert basemap.told() == {"basemap": None, "basemap_file": None}
