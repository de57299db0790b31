"""A benchmark's own process for each database, on an empty site."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.site.postgres import cluster


def on_each(module: str, *arguments: object) -> int:
    """Run a module on SQLite and on PostgreSQL, whose name it is told first; 1 when a goal was missed."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    missed = _measured("SQLite", "", module, arguments)
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as url:
        return missed | _measured("PostgreSQL", url, module, arguments)


def _measured(name: str, url: str, module: str, arguments: tuple[object, ...]) -> int:
    command = [sys.executable, "-m", module, name, *map(str, arguments)]
    with tempfile.TemporaryDirectory() as folder:
        told = {"DATA_DIR": folder, "DATABASE_URL": url}
        told["DJANGO_SETTINGS_MODULE"] = "chuangcheng.conf.settings"
        return int(subprocess.run(command, env=os.environ | told, check=False).returncode != 0)
