"""What a file that claims to be a picture really is, by its bytes and before anything decodes it.

Formats: JPEG (ITU-T T.81, annex B), PNG (ISO/IEC 15948), WebP (RIFF), HEIF (ISO/IEC 23008-12).
"""

from __future__ import annotations

import re
from enum import StrEnum


class FileKind(StrEnum):
    """Kinds of file that people send as photographs."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    OTHER_PICTURE = "other picture"
    NO_PICTURE = "no picture"


class Fault(StrEnum):
    """Why a file is not taken as a photograph."""

    TOO_LARGE = "too-large"
    NO_PICTURE = "no-picture"
    HEIC = "heic"
    OTHER_PICTURE = "other-picture"
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too-many-pixels"
    DAMAGED = "damaged"
    TWO_IN_ONE = "two-in-one"


class PictureError(ValueError):
    """A file that is not taken as a photograph; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


#: So many bytes from the start are enough to tell the kind.
HEAD = 32
_STARTS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"GIF8", FileKind.OTHER_PICTURE),
    (b"BM", FileKind.OTHER_PICTURE),
    (b"II*\x00", FileKind.OTHER_PICTURE),
    (b"MM\x00*", FileKind.OTHER_PICTURE),
)
_HEIF_BRANDS = frozenset([b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"])
_AVIF_BRANDS = frozenset([b"avif", b"avis"])
_ARCHIVE = re.compile(rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|%PDF-|\x7fELF")
_MARKUP = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<script[\s>]|<iframe[\s>]|<svg[\s>]|<\?php", re.IGNORECASE
)
# Markers of a JPEG that stand alone: TEM and the restarts.
_ALONE = frozenset([0x01, *range(0xD0, 0xD8)])
_START_OF_SCAN, _END = 0xDA, 0xD9


def kind_of(head: bytes) -> FileKind:
    """The kind of a file by its first `HEAD` bytes."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    brand = head[8:12] if head[4:8] == b"ftyp" else b""
    if brand in _HEIF_BRANDS:
        return FileKind.HEIC
    return FileKind.OTHER_PICTURE if brand in _AVIF_BRANDS else FileKind.NO_PICTURE


def refused(head: bytes, *, heic: bool) -> Fault | None:
    """Why a file is refused by its first bytes, or None. `heic` says whether HEIC can be read."""
    kind = kind_of(head)
    if kind is FileKind.NO_PICTURE:
        return Fault.NO_PICTURE
    if kind is FileKind.OTHER_PICTURE:
        return Fault.OTHER_PICTURE
    return Fault.HEIC if kind is FileKind.HEIC and not heic else None


def two_in_one(content: bytes) -> bool:
    """Whether a picture is something else at the same time: an archive, a page, a program.

    Markup is looked for beside the picture's own data, archives behind its end.
    Second pictures and short films that phones append are no fault.
    """
    header, end = _extent(content)
    beside = content[:header] + content[end:]
    return bool(_MARKUP.search(beside) or _ARCHIVE.search(content[end:]))


def _extent(content: bytes) -> tuple[int, int]:
    """Where the picture's data begin, after whatever it says of itself, and where they end."""
    walkers = {FileKind.JPEG: _jpeg, FileKind.PNG: _png, FileKind.WEBP: _webp}
    walk = walkers.get(kind_of(content[:HEAD]))
    return walk(content) if walk else (min(len(content), 4096), len(content))


def _jpeg(content: bytes) -> tuple[int, int]:
    at, header = 2, len(content)
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return min(header, at), at
        marker = content[at + 1]
        if marker == _END:
            return min(header, at), at + 2
        if marker in _ALONE or marker == 0xFF:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            header = min(header, at)
            at = _next_marker(content, at)
    if content[at : at + 2] == bytes([0xFF, _END]):
        return min(header, at), at + 2
    return min(header, len(content)), len(content)


def _next_marker(content: bytes, at: int) -> int:
    """The next marker in a scan that is neither a stuffed byte nor a restart."""
    found = _MARKER.search(content, at)
    return found.start() if found else len(content)


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)


def _png(content: bytes) -> tuple[int, int]:
    at, header = 8, len(content)
    while at + 12 <= len(content):
        name = content[at + 4 : at + 8]
        header = min(header, at) if name == b"IDAT" else header
        at += 12 + int.from_bytes(content[at : at + 4], "big")
        if name == b"IEND":
            return min(header, at), min(at, len(content))
    return min(header, len(content)), len(content)


def _webp(content: bytes) -> tuple[int, int]:
    end = 8 + int.from_bytes(content[4:8], "little")
    # Chunks before the pixels are few bytes; what follows the pixels lies within the container.
    return min(64, len(content)), min(end, len(content))
