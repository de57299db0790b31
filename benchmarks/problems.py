"""`python -m benchmarks.problems`: a list of a million problems, on SQLite and PostgreSQL.

Every page is asked for through the whole site (sessions, scope, filters, template), in one process
without a network: what is measured is the server's own time.
The databases are kept, so that only the first run has to make them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence

from benchmarks.problem_databases import kept

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def main(arguments: Sequence[str]) -> int:
    """Measure the databases; 1 when a goal was missed."""
    asked = _arguments(arguments)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    missed = [_missed(database, asked) for database in asked.database or NAMES]
    return int(any(missed))


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.problems", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="problems")
    parser.add_argument("--repeats", type=int, default=5, help="times each page is asked for")
    parser.add_argument("--database", action="append", choices=NAMES, help="both without it")
    return parser.parse_args(arguments)


def _missed(database: str, asked: argparse.Namespace) -> bool:
    """Measure one database in a process of its own; says whether a goal was missed."""
    module = ["benchmarks.problem_pages", NAMES[database], str(asked.rows), str(asked.repeats)]
    with kept(database, asked.rows) as environment:
        command = [sys.executable, "-m", *module]
        return subprocess.run(command, env=environment, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
