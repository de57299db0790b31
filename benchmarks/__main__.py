"""`make bench`: every figure from one run on this machine, against peers in the same run.

Without arguments a province (10 million observations) and `make run`, cold and warm; --nation adds
100 million, which takes minutes and 500 MB of disk; --site adds the pages, the map, the problem list
and what phones send, on both databases; --smoke shows in seconds that the arithmetic's part runs, on
data that mean nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence

from benchmarks import data, goals, start, wheel
from benchmarks.runs import Bench

#: The benchmarks of the site, each a command of its own.
SITE = ("site", "sheets", "map", "problems", "field")
PEERS = ("bulk", "at_once", "pandas")
TASKS = (
    *PEERS, *goals.FLOORS, "limit", "changed", "bootstrap_engine", "bootstrap_loop", "hundred",
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure, print the figures, and say which goals were reached; 1 when anything failed."""
    asked = _arguments(arguments)
    size = data.SMOKE if asked.smoke else data.PROVINCE
    print(_machine())
    failed = _measure(size, TASKS, goals.PROVINCE, asked.repeats)
    if asked.nation or asked.smoke:
        size = data.SMOKE if asked.smoke else data.NATION
        failed |= _measure(
            size, ("nation", *goals.FLOORS, "one_county"), goals.NATION, asked.repeats
        )
    if not asked.smoke:
        failed |= _starts()
    if asked.site:
        failed |= any([_run_apart(part) for part in SITE])  # noqa: C419 - all of them are run
    return int(failed)


def _starts() -> bool:
    """Measure `make run` and the wheel, and print; True when one did not come up."""
    bench = Bench(1)
    bench.measured |= start.measured() | wheel.measured()
    print()
    for m in bench.measured.values():
        for told in m.failures:
            print(f"{m.task}: {told}")
    failed = {m.task for m in bench.measured.values() if m.failures}
    for goal in goals.STARTS:
        print(f"{goal.says}: not known" if failed & set(goal.needs) else goal.line(bench))
    return bool(failed)


def _run_apart(part: str) -> bool:
    """Run one of the site's benchmarks in a process of its own; True when it missed or failed."""
    print(f"\npython -m benchmarks.{part}", flush=True)
    return subprocess.run([sys.executable, "-m", f"benchmarks.{part}"], check=False).returncode != 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--nation", action="store_true", help="100 million observations, too")
    parser.add_argument("--site", action="store_true", help="the site and the phones, too")
    parser.add_argument("--smoke", action="store_true", help="a few rows, one run each")
    parser.add_argument("--repeats", type=int, default=3, help="fresh processes for each task")
    asked = parser.parse_args(arguments)
    asked.repeats = 1 if asked.smoke else asked.repeats
    return asked


def _machine() -> str:
    load = os.getloadavg()[0]
    busy = "; it was busy with other work, so times are too long" if load > 1 else ""
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"load {load:.1f} at the start{busy}"
    )


def _measure(
    size: data.Size, tasks: Sequence[str], wanted: Sequence[goals.Goal], repeats: int
) -> bool:
    """Run the tasks on a size and print; True when something failed or peers disagree."""
    data.observations(size)
    bench = Bench(repeats)
    bench.run(size, tasks)
    print(f"\n{size.rows:,} observations in {size.areas} areas; best of {repeats} processes")
    print(
        f"{'task':18} {'seconds':>9} {'of processor':>13} {'slowest ÷ best':>15} {'peak MB':>8} {'failed':>7}"
    )
    for m in bench.measured.values():
        print(
            f"{m.task:18} {m.best:9.3f} {m.least:13.3f} {m.spread:15.2f} {m.peak:8.0f} {len(m.failures):7}"
        )
        for told in m.failures:
            print(f"  {told}")
    failed = {m.task for m in bench.measured.values() if m.failures}
    for goal in wanted:
        print(f"{goal.says}: not known" if failed & set(goal.needs) else goal.line(bench))
    return bool(failed) | _disagree(bench)


def _disagree(bench: Bench) -> bool:
    """Whether those that do the same work answered differently."""
    answers = {task: m.answers for task, m in bench.measured.items() if task in PEERS}
    found = {round(answer, 4) for some in answers.values() for answer in some}
    if len(found) > 1:
        print(f"The peers disagree: {answers}")
    return len(found) > 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
