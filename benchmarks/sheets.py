"""`python -m benchmarks.sheets`: workbooks of 50 000 rows in and out, on SQLite and PostgreSQL.

Through the whole site in one process without a network, as a clerk does it: upload, look at the dry
run, take in. Points, which are registered, and observations, which are only added.
"""

from __future__ import annotations

import sys

from benchmarks.databases import on_each

ROWS = 50_000

if __name__ == "__main__":
    sys.exit(on_each("benchmarks.sheets_taken", ROWS))
