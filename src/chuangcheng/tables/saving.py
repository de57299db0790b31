"""Files written whole or not at all: beside their place first, then moved there in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOTDIR
from pathlib import Path

import polars as pl


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A fresh folder to write into; when all went well its files are moved to `folder`.

    When anything goes wrong nothing of it remains. Other files in `folder` stay as they are.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        yield stage
        for path in _files(stage):
            _synced(path)
        _move(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; when all went well it takes the place of `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    stage = Path(name)
    try:
        yield stage
        _synced(stage)
        stage.chmod(0o666 & ~_umask())
        stage.replace(path)
    finally:
        stage.unlink(missing_ok=True)


def write_csv(frame: pl.DataFrame, path: Path) -> None:
    """A table as CSV that Excel opens rightly in China: UTF-8 with a mark at its start."""
    frame.write_csv(path, include_bom=True)


def _move(stage: Path, folder: Path) -> None:
    """Into place: a new folder in one step, into an old one file by file, all complete by now."""
    if not folder.exists():
        stage.chmod(0o777 & ~_umask())
        stage.rename(folder)
        return
    for path in _files(stage):
        place = folder / path.relative_to(stage)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _synced(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
