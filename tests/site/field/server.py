"""The real site for phones: in processes of its own, with points to visit."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.site.kills.server import ROOT, Server, until

FIGURES = """
phone:
  chunk_bytes: 8192
"""


@dataclass
class Site(Server):
    """`chuangcheng serve` with small pieces for uploads, so that small photographs break too."""

    database: str = ""
    deeds: subprocess.Popen[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        (self.folder / "field.yaml").write_text(FIGURES, encoding="utf-8")

    def up(self) -> None:
        """Bring it up and wait until it answers."""
        (self.folder / "log").unlink(missing_ok=True)
        self.start()
        until(self.says_its_address, "an address")

    def scene(self, *said: str) -> dict[str, Any]:
        """Do one of the deeds of scene.py or mending.py on the site's data."""
        self.deeds = self.deeds or self._begin_deeds()
        assert self.deeds.stdin is not None
        assert self.deeds.stdout is not None
        self.deeds.stdin.write(f"{json.dumps(said)}\n")
        self.deeds.stdin.flush()
        told = self.deeds.stdout.readline()
        assert told, f"{said}: see what was written to stderr"
        found: dict[str, Any] = json.loads(told)
        return found

    def stop(self) -> None:
        """Ask everything to end, and wait."""
        super().stop()
        if self.deeds is not None:
            self.deeds.communicate()
            self.deeds = None

    def _begin_deeds(self) -> subprocess.Popen[str]:
        command = (sys.executable, "-m", "tests.site.field.deeds")
        return subprocess.Popen(
            command, cwd=ROOT, env=self._environment(), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        mine = {"DJANGO_SETTINGS_MODULE": "chuangcheng.conf.settings"}
        return {**super()._environment(), **mine}


def site(folder: Path, points: int) -> tuple[Site, dict[str, Any]]:
    """A site with so many points to visit, not up yet, and what its scene tells."""
    made = Site(folder, "")
    made.command("migrate")
    return made, made.scene("lay", str(points))
