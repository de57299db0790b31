"""The one archive format of backups: a zip of tables as lines of JSON, files, and a manifest.

The manifest is written last and names the SHA-256 of everything else, so that a restore can check
all of it before it changes anything. The format knows nothing of the database it came from.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, Self

MANIFEST = "manifest.json"
FORMAT = 1
PIECE = 1 << 20


class ArchiveError(ValueError):
    """An archive that cannot be used, with the sentence that says why."""


@dataclass
class Manifest:
    """What an archive holds: who made it when, the state of the tables, and every entry's hash."""

    version: str
    made_at: str
    migrations: dict[str, str]
    audit: dict[str, Any]
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Writes an archive beside its place and moves it there once it is whole."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self.path, self.manifest = path, manifest
        self.part = path.with_name(path.name + ".part")
        self.zip = zipfile.ZipFile(self.part, "w", zipfile.ZIP_DEFLATED, compresslevel=3)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            text = json.dumps(vars(self.manifest), ensure_ascii=False, indent=1, sort_keys=True)
            self.zip.writestr(MANIFEST, text)
        self.zip.close()
        if kind is None:
            self.part.replace(self.path)
        else:
            self.part.unlink()

    def add_lines(self, name: str, lines: Iterable[str]) -> int:
        """Add a text entry line by line; gives how many there were."""
        digest, count = hashlib.sha256(), 0
        with self.zip.open(name, "w", force_zip64=True) as entry:
            for count, line in enumerate(lines, 1):  # noqa: B007  # the last number is the count
                written = line.encode() + b"\n"
                digest.update(written)
                entry.write(written)
        self.manifest.entries[name] = {"rows": count, "sha256": digest.hexdigest()}
        return count

    def add_file(self, name: str, source: Path) -> None:
        """Add a file as it is."""
        digest = hashlib.sha256()
        with source.open("rb") as file, self.zip.open(name, "w", force_zip64=True) as entry:
            while piece := file.read(PIECE):
                digest.update(piece)
                entry.write(piece)
        self.manifest.entries[name] = {"sha256": digest.hexdigest()}


class Reader:
    """Reads an archive. Raises ArchiveError when it is none, is cut off or was changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
            given = json.loads(self.zip.read(MANIFEST))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise ArchiveError(f"{path} is no whole backup: {error}.") from None
        if given.get("format") != FORMAT:
            raise ArchiveError(f"{path} has the format {given.get('format')}; this is {FORMAT}.")
        self.manifest = Manifest(**given)

    def check(self) -> Iterator[str]:
        """Compare every entry with its hash, giving its name when it holds; raise at the first that does not."""
        listed = set(self.zip.namelist()) - {MANIFEST}
        if odd := listed ^ set(self.manifest.entries):
            raise ArchiveError(f"{self.path} and its manifest differ in {min(odd)}.")
        for name, told in self.manifest.entries.items():
            digest = hashlib.sha256()
            try:
                with self.zip.open(name) as entry:
                    while piece := entry.read(PIECE):
                        digest.update(piece)
            except zipfile.BadZipFile as error:
                raise ArchiveError(f"{self.path}: {name} is damaged: {error}.") from None
            if digest.hexdigest() != told["sha256"]:
                raise ArchiveError(f"{self.path}: {name} is not what was backed up.")
            yield name

    def lines(self, name: str) -> Iterator[str]:
        """The lines of a text entry."""
        with self.zip.open(name) as entry:
            for line in entry:
                yield line.decode()

    def unpack(self, below: str, folder: Path) -> None:
        """Put the files below a name into a folder."""
        for name in self.manifest.entries:
            if name.startswith(below):
                place = _inside(folder, name.removeprefix(below))
                place.parent.mkdir(parents=True, exist_ok=True)
                with self.zip.open(name) as entry, place.open("wb") as file:
                    shutil.copyfileobj(entry, file)


def _inside(folder: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise ArchiveError(f"{name} would lead out of the folder.")
    return folder.joinpath(*parts)
