"""The memory that an .xlsx of so many problems takes: `python -m benchmarks.problem_export ROWS`.

A process of its own for each size, so that the peak is that size's and nothing else's.
"""

from __future__ import annotations

import logging
import resource
import subprocess
import sys
import time
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402 - the site must be up first

from chuangcheng.ground.scope import System  # noqa: E402 - the same
from chuangcheng.remedy.problems import queries  # noqa: E402 - the same
from chuangcheng.remedy.problems.tables import streamed  # noqa: E402 - the same
from chuangcheng.remedy.problems.views import PROBLEMS  # noqa: E402 - the same

SMALL, LARGE, GROWTH_MB = 10_000, 100_000, 16


def main(rows: int) -> None:
    """Write the workbook as the page does, send it to nobody, and print what it took."""
    logging.disable(logging.CRITICAL)
    if connection.vendor == "sqlite":
        # What is mapped of the database's own file, and the 32 MB that SQLite keeps of it for all
        # that the process does, fill up whatever is read and are not the export's.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size = 0")
            cursor.execute("PRAGMA cache_size = -2000")
    began, wanted = time.process_time(), queries.problems(System()).order_by("-pk")[:rows]
    cells = ([column.cell(row) for column in PROBLEMS.columns] for row in wanted.iterator(2000))
    answer = streamed("problems", [str(column.title) for column in PROBLEMS.columns], cells)
    sent = sum(map(len, answer))
    answer.close()
    print(f"{_peak():.1f} {time.process_time() - began:.1f} {sent / 1e6:.1f}")


def _peak() -> float:
    """The most megabytes that this process has held."""
    told = Path("/proc/self/status")
    if told.exists():
        # What the system tells of the process counts its parent's peak, too; this does not.
        [line] = [one for one in told.read_text().splitlines() if one.startswith("VmHWM")]
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured() -> bool:
    """Export few and many rows, print both peaks; says whether the goal was missed."""
    found = {rows: _run(rows) for rows in (SMALL, LARGE)}
    for rows, (peak, cpu, size) in found.items():
        print(f"export of {rows:,} rows: peak {peak:.0f} MB, cpu {cpu:.1f} s, file {size:.1f} MB")
    grown = found[LARGE][0] - found[SMALL][0]
    verdict = "reached" if grown <= GROWTH_MB else "NOT REACHED"
    print(f"ten times the rows take {grown:.0f} MB more; goal ≤ {GROWTH_MB} MB {verdict}")
    return grown > GROWTH_MB


def _run(rows: int) -> tuple[float, float, float]:
    command = [sys.executable, "-m", "benchmarks.problem_export", str(rows)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    peak, cpu, size = told.split()
    return float(peak), float(cpu), float(size)


if __name__ == "__main__":
    main(int(sys.argv[1]))
