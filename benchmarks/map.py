"""`python -m benchmarks.map`: a map of 100 000 points, on SQLite and PostgreSQL.

Asked for through the whole site in one process without a network: the server's own time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.site.postgres import cluster

ROWS, REPEATS = 100_000, 40


def main() -> int:
    """Measure both databases; 1 when a goal was missed."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    missed = _measured("SQLite", "")
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as url:
        return missed | _measured("PostgreSQL", url)


def _measured(name: str, url: str) -> int:
    command = [sys.executable, "-m", "benchmarks.map_marks", name, str(ROWS), str(REPEATS)]
    with tempfile.TemporaryDirectory() as folder:
        told = {"DATA_DIR": folder, "DATABASE_URL": url}
        told["DJANGO_SETTINGS_MODULE"] = "chuangcheng.conf.settings"
        return int(subprocess.run(command, env=os.environ | told, check=False).returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
