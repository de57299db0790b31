"""Where the bytes of photographs lie: whole ones under their hash, unfinished ones beside them.

Whole files go through Django's storage, so they lie on this disk or wherever else it is told.
Unfinished ones lie on the disk of the machine that receives them: `uploads` in the data folder.
Another machine finds none there, answers 0 as the offset, and the phone begins anew.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import DEFAULT_STORAGE_ALIAS, settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage, storages

from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.lib.imagefile import HEAD

_IN_USE = (errno.EAGAIN, "Another connection adds to this upload.")


class FullError(OSError):
    """There is too little room on the disk to take anything in."""


class BusyError(OSError):
    """An earlier connection still adds to the same upload."""


class Handed(File):  # type: ignore[type-arg]  # takes no parameter at run time
    """A file that the storage may take over by renaming it."""

    def temporary_file_path(self) -> str:
        """Where it lies, as the storage asks for it."""
        return str(self.name)


class Hashed:
    """Blocks as they pass: their first bytes and the hash of all that were taken up to a number."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = blocks
        self._hash = hashlib.sha256()
        self.head = b""

    def up_to(self, most: int) -> Iterator[bytes]:
        """The blocks, as far as so many bytes."""
        left = most
        for whole in self._blocks:
            block = whole[:left]
            self.head += block[: HEAD - len(self.head)]
            self._hash.update(block)
            left -= len(block)
            yield block
            if left <= 0:
                return

    def digest(self) -> str:
        """The SHA-256 of what has passed."""
        return self._hash.hexdigest()


def folder() -> Path:
    """Where unfinished uploads lie."""
    # Beside the whole files, so that an upload becomes one of them by being renamed.
    return Path(settings.MEDIA_ROOT).parent / "uploads"


def part(uuid: UUID) -> Path:
    """Where the bytes of an unfinished upload lie."""
    return folder() / f"{uuid.hex}.part"


def received(uuid: UUID) -> int:
    """How many bytes of an unfinished upload are here."""
    try:
        return part(uuid).stat().st_size
    except FileNotFoundError:
        return 0


@contextmanager
def held(uuid: UUID) -> Iterator[IO[bytes]]:
    """The file of an unfinished upload, for oneself until one is done with it.

    Raises BusyError when another connection has it, or has just made a whole file of it.
    """
    place = part(uuid)
    with _opened(place) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(*_IN_USE) from None
        # What was opened may have been moved to the whole files before the lock was free.
        try:
            same = os.path.samestat(os.fstat(file.fileno()), place.stat())
        except FileNotFoundError:
            same = False
        if not same:
            raise BusyError(*_IN_USE)
        yield file


def _opened(place: Path) -> IO[bytes]:
    try:
        return place.open("ab")
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return place.open("ab")


def add(file: IO[bytes], blocks: Hashed, *, start: int, most: int) -> int:
    """Put bytes behind the first `start`, at most up to `most`; gives the number here afterwards.

    A connection that breaks leaves the bytes that came; bytes beyond `most` are left out.
    Raises FullError before the disk is full.
    """
    check_room(most - start)
    file.truncate(start)
    here = start
    for block in blocks.up_to(most - start):
        here += file.write(block)
    file.flush()
    return here


def digest(uuid: UUID) -> str:
    """The SHA-256 of the bytes received."""
    with part(uuid).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def head(uuid: UUID, size: int) -> bytes:
    """The first bytes of an upload."""
    with part(uuid).open("rb") as file:
        return file.read(size)


def keep(uuid: UUID, sha256: str) -> str:
    """Move a whole upload to where its hash says; gives its name there.

    The bytes are on the disk, not only on their way to it, before the name exists.
    """
    source, name = part(uuid), named("original", sha256)
    if default_storage.exists(name):
        source.unlink(missing_ok=True)
        return name
    with source.open("rb") as file:
        os.fsync(file.fileno())
        kept = default_storage.save(name, Handed(file, str(source)))  # house: a file, no row
    _settle(kept)
    return kept


def _settle(name: str) -> None:
    """Have the name itself on the disk, where the storage is one: a folder is a file, too."""
    storage = storages[DEFAULT_STORAGE_ALIAS]
    if not isinstance(storage, FileSystemStorage):
        return
    place = os.open(Path(storage.path(name)).parent, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def drop(uuid: UUID) -> None:
    """Forget an unfinished upload."""
    part(uuid).unlink(missing_ok=True)


def put(folder: str, content: bytes) -> str:
    """Keep bytes under their hash; gives their name."""
    name = named(folder, hashlib.sha256(content).hexdigest())
    if default_storage.exists(name):
        return name
    return default_storage.save(name, ContentFile(content))  # house: a file, no row


def get(name: str) -> bytes:
    """The bytes of a kept file."""
    with default_storage.open(name) as file:
        return bytes(file.read())


def named(folder: str, sha256: str) -> str:
    """The name under which bytes of this hash are kept."""
    return f"photographs/{folder}/{sha256[:2]}/{sha256}"


def is_full(error: Exception) -> bool:
    """Whether something failed for want of room, on the disk or in the database on it."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return "full" in str(error) or "No space left" in str(error)


def check_room(wanted: int) -> None:
    """Raise FullError unless so many bytes more leave the disk the room that it must keep."""
    free = shutil.disk_usage(folder()).free
    if free - max(wanted, 0) < limits().least_free_bytes:
        raise FullError(errno.ENOSPC, "The disk of the site is nearly full.")


def stale(before: datetime) -> list[UUID]:
    """The unfinished uploads to which nothing was added since a moment."""
    old = [file for file in folder().glob("*.part") if file.stat().st_mtime < before.timestamp()]
    return [UUID(hex=file.stem) for file in old]
