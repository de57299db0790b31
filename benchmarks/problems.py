"""`python -m benchmarks.problems`: a list of a million problems, on SQLite and PostgreSQL.

Every page is asked for through the whole site (sessions, scope, filters, template), in one process
without a network: what is measured is the server's own time.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.site.postgres import cluster


def main(arguments: Sequence[str]) -> int:
    """Measure both databases; 1 when a goal was missed."""
    asked = _arguments(arguments)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    failed = [_measured("SQLite", "", asked)]
    if not asked.sqlite:
        with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as url:
            failed.append(_measured("PostgreSQL", url, asked))
    return int(any(failed))


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.problems", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="problems")
    parser.add_argument("--repeats", type=int, default=5, help="times each page is asked for")
    parser.add_argument("--sqlite", action="store_true", help="leave PostgreSQL out")
    return parser.parse_args(arguments)


def _measured(name: str, url: str, asked: argparse.Namespace) -> bool:
    """Fill and measure one database in a process of its own; says whether a goal was missed."""
    command = [
        sys.executable, "-m", "benchmarks.problem_pages", name, str(asked.rows),
        str(asked.repeats),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        told = {"DATA_DIR": folder, "DATABASE_URL": url}
        told["DJANGO_SETTINGS_MODULE"] = "chuangcheng.conf.settings"
        return subprocess.run(command, env=os.environ | told, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
