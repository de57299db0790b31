"""The verbs of ``tools/dev.py``, one for each target of the Makefile."""

import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tools import frontend
from tools.environment import program, python, ready
from tools.lock import lock
from tools.packages import system_packages
from tools.process import ROOT, Command, RefusalError, call, call_beside, must
from tools.sample import report, run

#: What is done with a phone in a real browser, and the part of it that takes minutes.
FIELD, OFFLINE = "tests/site/field", "tests/site/field/offline"
#: How every page looks, in a real browser.
LOOKS = "tests/site/looks"
#: How many visits a phone makes on a bad day, where nobody waits for two hundred.
SHORT_DAY = os.environ.get("FIELD_VISITS", "10")


def test(arguments: list[str]) -> int:
    """Run the whole suite, or the part that the arguments name, on every core.

    Without arguments the site's part runs a second time, on PostgreSQL, and the phone's bad day
    is a short one; `street` does a long one.
    """
    ready("dev")
    system_packages()
    frontend.build()
    suite: Command = [program("pytest"), "-n", "auto"]
    if arguments:
        return call([*suite, *arguments])
    print("What runs in the browser:", flush=True)
    browser = frontend.test()
    print("A round by everybody's own screen:", flush=True)
    # By itself, since browsers need the machine to themselves to be as quick as people.
    walked = call([program("pytest"), FIELD, f"--ignore={OFFLINE}"])
    print("The phone app through networks that break:", flush=True)
    offline = call([program("pytest"), OFFLINE], FIELD_VISITS=SHORT_DAY)
    print("The rest of the suite; the site on SQLite:", flush=True)
    first = call([*suite, f"--ignore={FIELD}"])
    print("The site on PostgreSQL:", flush=True)
    # The kills have just been through both, and how a page looks is the same on either.
    without = [f"--ignore={folder}" for folder in ("tests/site/kills", LOOKS, FIELD)]
    again = [*suite, "tests/site", *without]
    second = call(again, TEST_DATABASE="postgresql", CI="true")
    return browser or walked or offline or first or second


def check(_arguments: list[str]) -> int:
    """Run every check, as many at once as there are cores, then say which of them failed."""
    ready("dev")
    checks: dict[str, Command] = {
        "mypy": [program("mypy")],  # the longest, beside which there is time for all others
        "ruff check": [program("ruff"), "check", "."],
        "ruff format": [program("ruff"), "format", "--check", "."],
        "the floors": [program("lint-imports"), "--no-logo"],
        "the house rules": [python(), "tools/house.py"],
        "the frontend": frontend.checking(),
    }
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        codes = dict(zip(checks, pool.map(call_beside, checks.values()), strict=True))
    failed = [name for name, code in codes.items() if code != 0]
    if failed:
        raise RefusalError(f"Not as it should be, see above: {', '.join(failed)}.")
    print("All checks passed.")
    return 0


def format_code(_arguments: list[str]) -> int:
    """Put the code into the house's format and mend what ruff can mend."""
    ready("dev")
    mended = call([program("ruff"), "check", "--fix-only", "--quiet", "."])
    formatted = call([program("ruff"), "format", "."])
    return mended or formatted or frontend.format_code()


def bench(arguments: list[str]) -> int:
    """Measure speed against named peers in the same run."""
    ready("dev")
    return call([python(), "-m", "benchmarks", *arguments])


def soak(arguments: list[str]) -> int:
    """Kill the site's processes at random moments under load, on both databases."""
    ready("dev")
    system_packages()
    kills = os.environ.get("KILLS", "200")
    return call([program("pytest"), "tests/site/kills", *arguments], KILLS=kills)


def street(arguments: list[str]) -> int:
    """Take the phone app through networks that break, in a real browser."""
    ready("dev")
    system_packages()
    frontend.build()
    return call([program("pytest"), OFFLINE, *arguments])


def simulate(arguments: list[str]) -> int:
    """Simulate how often the intervals cover the truth."""
    ready("dev")
    return call([python(), "-m", "benchmarks.coverage", *arguments])


def build(_arguments: list[str]) -> int:
    """Build the wheel into ``dist/``."""
    ready("run")
    frontend.build()
    must(
        [python(), "-m", "hatchling", "build", "--target", "wheel"],
        "The wheel could not be built; the reason is above.",
    )
    return 0


def make_lock(arguments: list[str]) -> int:
    """Re-make the hash-locked requirements."""
    lock(arguments)
    return 0


def clean(_arguments: list[str]) -> int:
    """Remove what the tools made; ``var/``, which holds people's data, stays."""
    caches = (".venv", ".cache", ".pytest_cache", ".mypy_cache", ".ruff_cache")
    built = ("frontend/node_modules", "frontend/field/build", frontend.FIELD, frontend.MAP)
    for name in (*caches, *built, ".hypothesis", ".import_linter_cache", "build", "dist"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


VERBS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "report": report,
    "test": test,
    "check": check,
    "format": format_code,
    "bench": bench,
    "soak": soak,
    "street": street,
    "simulate": simulate,
    "build": build,
    "lock": make_lock,
    "clean": clean,
}


def main(arguments: list[str]) -> int:
    """Do the verb that the first argument names; return the exit code."""
    if not arguments or arguments[0] not in VERBS:
        print(f"Say what to do, one of: {', '.join(VERBS)}. See make help.", file=sys.stderr)
        return 2
    try:
        return VERBS[arguments[0]](arguments[1:])
    except RefusalError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
