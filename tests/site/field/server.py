"""The real site for phones: in processes of its own, with points to visit."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.site.kills.server import Server, until

FIGURES = """
phone:
  chunk_bytes: 8192
"""


@dataclass
class Site(Server):
    """`chuangcheng serve` with small pieces for uploads, so that small photographs break too."""

    database: str = ""

    def __post_init__(self) -> None:
        (self.folder / "field.yaml").write_text(FIGURES, encoding="utf-8")

    def up(self) -> None:
        """Bring it up and wait until it answers."""
        (self.folder / "log").unlink(missing_ok=True)
        self.start()
        until(self.says_its_address, "an address")

    def scene(self, *said: str) -> dict[str, Any]:
        """Do one of the deeds of scene.py on the site's data."""
        told = self._run(sys.executable, "-m", "tests.site.field.scene", *said)
        found: dict[str, Any] = json.loads(told)
        return found

    def _environment(self) -> dict[str, str]:
        mine = {"DJANGO_SETTINGS_MODULE": "chuangcheng.conf.settings"}
        return {**super()._environment(), **mine}


def site(folder: Path, points: int) -> tuple[Site, dict[str, Any]]:
    """A site with so many points to visit, not up yet, and what its scene tells."""
    made = Site(folder, "")
    made.command("migrate")
    return made, made.scene("lay", str(points))
