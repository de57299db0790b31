"""Backup and restore: whole, verified, and from one database to another."""

import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, connections
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from chuangcheng.conf import backup
from chuangcheng.conf.archive import ArchiveError
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit import queries
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.jobs import actions as jobs
from chuangcheng.ground.sheets import actions as sheets
from chuangcheng.ground.sheets.models import Draft
from tests.site import cast
from tests.site.postgres import cluster


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: LazySettings) -> None:
    """Files and data of this test alone."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    (settings.MEDIA_ROOT / "photos").mkdir(parents=True)
    (settings.MEDIA_ROOT / "photos" / "a.jpg").write_bytes(b"\x00picture")


@pytest.mark.django_db(transaction=True)
def test_it_restores_what_it_backed_up(tmp_path: Path, settings: LazySettings) -> None:
    world = cast.build()
    draft = sheets.keep(world.office, sheet="areas", name="表.xlsx", content=b"\x00\xff")
    jobs.enqueue("jobs.clear", args={"甲": [1, None, "乙"]}, key="k")
    before = list(Event.objects.values())
    backup.write(tmp_path / "b.zip")
    cast.area("X", "后来的", 3, world.county)
    settings.MEDIA_ROOT.joinpath("photos", "a.jpg").unlink()
    backup.read(tmp_path / "b.zip", replace=True)
    assert list(Event.objects.values()) == before
    assert not Area.objects.filter(code="X").exists()
    assert bytes(Draft.objects.get(pk=draft.pk).content) == b"\x00\xff"
    assert jobs.enqueue("jobs.clear", key="k").args == {"甲": [1, None, "乙"]}
    assert settings.MEDIA_ROOT.joinpath("photos", "a.jpg").read_bytes() == b"\x00picture"
    assert cast.area("Y", "再后来的", 3, world.county).pk
    assert queries.verify().broken is None


@pytest.mark.django_db(transaction=True)
def test_it_tells_postgresql_how_large_its_tables_are(tmp_path: Path) -> None:
    cast.build()
    backup.write(tmp_path / "b.zip")
    with CaptureQueriesContext(connection) as asked:
        backup.read(tmp_path / "b.zip", replace=True)
    weighed = any(one["sql"] == "ANALYZE" for one in asked.captured_queries)
    assert weighed == (connection.vendor == "postgresql")


@pytest.mark.django_db(transaction=True)
def test_it_backs_up_while_somebody_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = cast.area("QH", "青禾县", 2, None)
    dumped = backup._dumped

    def meanwhile(model: type[Model]) -> Iterator[str]:
        if model is Event:
            writing = threading.Thread(target=in_thread, args=(county,))
            writing.start()
            writing.join()
        return dumped(model)

    monkeypatch.setattr(backup, "_dumped", meanwhile)
    backup.write(tmp_path / "b.zip")
    assert Area.objects.count() == 2
    backup.read(tmp_path / "b.zip", replace=True)
    assert Area.objects.count() == 1


def in_thread(county: Area) -> None:
    """Write as somebody else does."""
    cast.area("X", "同时的", 3, county)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_it_does_not_overwrite_unless_told(tmp_path: Path) -> None:
    cast.build()
    backup.write(tmp_path / "b.zip")
    with pytest.raises(ArchiveError, match="--replace"):
        backup.read(tmp_path / "b.zip")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("damage", ["bytes", "line", "missing", "cut", "version"])
def test_it_changes_nothing_when_a_backup_is_damaged(tmp_path: Path, damage: str) -> None:
    cast.build()
    whole, broken = tmp_path / "b.zip", tmp_path / "c.zip"
    backup.write(whole)
    spoil(whole, broken, damage)
    cast.area("X", "后来的", 2, None)
    with pytest.raises(ArchiveError):
        backup.read(broken, replace=True)
    assert Area.objects.filter(code="X").exists()


@pytest.mark.django_db(transaction=True)
def test_it_leaves_no_half_backup_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(backup.Writer, "add_lines", full)
    with pytest.raises(OSError, match="No space"):
        backup.write(tmp_path / "b.zip")
    assert [file.name for file in tmp_path.glob("b.zip*")] == []


def test_it_moves_from_sqlite_to_postgresql_and_back(tmp_path: Path) -> None:
    """By the commands, as a person would."""
    small, home = tmp_path / "small", tmp_path / "home"
    run(small, "", "migrate")
    run(small, "", "createuser", "qing", "--name", "办小青")
    run(small, "", "backup", str(tmp_path / "s.zip"))
    with cluster(tmp_path) as url:
        run(tmp_path / "big", url, "restore", str(tmp_path / "s.zip"))
        assert run(tmp_path / "big", url, "audit", "verify") == run(small, "", "audit", "verify")
        run(tmp_path / "big", url, "createuser", "he", "--name", "办小禾")
        run(tmp_path / "big", url, "backup", str(tmp_path / "p.zip"))
        last = run(tmp_path / "big", url, "audit", "verify")
    run(home, "", "restore", str(tmp_path / "p.zip"))
    assert run(home, "", "audit", "verify") == last


def run(data: Path, database: str, *command: str) -> str:
    """A command of the site, with data of its own."""
    environment = {**os.environ, "DATA_DIR": str(data), "DATABASE_URL": database}
    code = "from chuangcheng.conf.commands import site; site()"
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def spoil(whole: Path, broken: Path, damage: str) -> None:
    """Write a backup that is not what was backed up."""
    if damage == "cut":
        broken.write_bytes(whole.read_bytes()[:-200])
        return
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if damage == "missing" and name.endswith("areas.Area.jsonl"):
                continue
            if damage == "bytes" and name.startswith("files/"):
                content += b"!"
            if damage == "line" and name.endswith("areas.Area.jsonl"):
                content = content.replace("青禾县".encode(), "青木县".encode())
            if damage == "version" and name == "manifest.json":
                told = json.loads(content)
                content = json.dumps({**told, "migrations": {"areas": "0000"}}).encode()
            target.writestr(name, content)
