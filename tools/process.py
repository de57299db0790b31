"""Running other programs, and refusing in one sentence."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Command = Sequence[str | Path]


class RefusalError(Exception):
    """Why a verb cannot go on, as one sentence that names the remedy."""


def call(command: Command, **environment: str) -> int:
    """Run ``command`` at the root of the checkout, without standard input; return its exit code."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=_environment(environment),
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode


def call_beside(command: Command) -> int:
    """Run ``command`` beside others: like ``call``, but what it says comes in one piece."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    print(done.stdout, end="", flush=True)
    return done.returncode


def must(command: Command, sentence: str, **environment: str) -> None:
    """Run ``command``; raise ``RefusalError(sentence)`` when it fails."""
    if call(command, **environment) != 0:
        raise RefusalError(sentence)


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Ours, but for a word that has Python compile every module anew in each of many processes."""
    ours = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**ours, **extra}
