"""What a command answers: text or one JSON object on standard output, faults with exit code 2."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from chuangcheng.tables import sentences
from chuangcheng.tables.bilingual import say, spoken
from chuangcheng.tables.faults import Fault, FaultsError

#: Exit codes: all well, differences found, bad input or usage.
OK, DIFFERENT, BAD = 0, 1, 2

P = ParamSpec("P")
T = TypeVar("T")


def answer(data: Mapping[str, Any]) -> None:
    """One JSON object on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False, default=str))


def leave(code: int) -> None:
    """End the command with an exit code."""
    if code:
        raise click.exceptions.Exit(code)


def faults_answered(command: Callable[P, T]) -> Callable[P, T]:
    """A command that tells all faults of its input and exits with 2."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except FaultsError as error:
            _tell(error, as_json=bool(kwargs.get("as_json")))
        except OSError as error:
            if error.filename is None:
                raise
            reason = error.strerror or type(error).__name__
            fault = Fault(str(error.filename), sentences.unwritable(reason))
            _tell(FaultsError([fault]), as_json=bool(kwargs.get("as_json")))

    return guarded


def _tell(error: FaultsError, *, as_json: bool) -> NoReturn:
    if as_json:
        answer({"total": error.total, "faults": [fault.as_json() for fault in error.faults]})
    else:
        for line in error.lines(spoken()):
            click.echo(line, err=True)
        count = error.total
        click.echo(
            say(
                f"共 {count} 处问题，没有写出任何结果",
                f"{count} faults in all; nothing was written",
            ),
            err=True,
        )
    raise click.exceptions.Exit(BAD)


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """A bar on a terminal, silence in a pipe; call the result at the start of each step."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with click.progressbar(
        length=steps, file=sys.stderr, item_show_func=lambda step: step or "", show_eta=False
    ) as bar:
        begun = False

        def begin(step: str) -> None:
            nonlocal begun
            bar.update(int(begun), step)
            begun = True

        yield begin
        bar.update(1, "")
