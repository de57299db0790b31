"""The office's own map as phones are told of it: where it is, which one it is, and how large."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from chuangcheng.ground.site import maps


@dataclass(frozen=True)
class Archive:
    """The file with the map: a tag that tells it from whatever replaces it, and its bytes."""

    tag: str
    bytes: int


def archive() -> Archive | None:
    """The file that the office has put there, if it has."""
    try:
        stat = maps.basemap_file().stat()
    except FileNotFoundError:
        return None
    return Archive(f"{stat.st_size:x}-{stat.st_mtime_ns:x}", stat.st_size)


def told() -> dict[str, Any]:
    """What the field protocol says of the map."""
    known = archive()
    return {
        "basemap": maps.basemap() if known else None,
        "basemap_file": asdict(known) if known else None,
    }
