"""`python -m benchmarks.map`: a map of 100 000 points, on SQLite and PostgreSQL.

Asked for through the whole site in one process without a network: the server's own time.
"""

from __future__ import annotations

import sys

from benchmarks.databases import on_each

ROWS, REPEATS = 100_000, 40

if __name__ == "__main__":
    sys.exit(on_each("benchmarks.map_marks", ROWS, REPEATS))
