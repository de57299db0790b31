"""The `chuangcheng` command.

Exit codes: 0 all well, 1 differences found, 2 bad input or usage, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

import click

from chuangcheng import __version__
from chuangcheng.analyst.usage import sentence
from chuangcheng.tables.bilingual import Group, Option, both, lang_option, spoken

#: Where each command is; it is only looked up when it is asked for.
_COMMANDS: Mapping[str, str] = {
    "score": "chuangcheng.analyst.commands.score:score",
    "combine": "chuangcheng.analyst.commands.combine:combine",
    "years": "chuangcheng.analyst.commands.combine:years",
    "framework": "chuangcheng.analyst.commands.framework:framework",
    "draw": "chuangcheng.analyst.commands.draw:draw",
    "sample": "chuangcheng.analyst.commands.sample:sample",
    "reference": "chuangcheng.analyst.commands.reference:reference",
}
#: Commands that come with the site; absent where only the arithmetic is installed.
_SITE: Mapping[str, str] = {
    **{
        name: f"chuangcheng.conf.commands:{name}"
        for name in ("serve", "backup", "restore", "doctor", "audit", "createuser", "migrate")
    },
    "load-sample": "chuangcheng.conf.commands:sample",
    "reindex": "chuangcheng.conf.commands:reindex",
    "messages": "chuangcheng.conf.commands:messages",
    "variables": "chuangcheng.conf.commands:variables",
}
_INTERRUPTED = 130


class _Lazy(Group):
    """A group that imports a command when it is called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return [*_COMMANDS, *(name for name, place in _SITE.items() if _there(place))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name, None when there is none."""
        place = {**_COMMANDS, **_SITE}.get(cmd_name)
        if place is None or not _there(place):
            return None
        module, _, name = place.partition(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None


def _there(place: str) -> bool:
    try:
        return find_spec(place.partition(":")[0]) is not None
    except ModuleNotFoundError:
        return False


@click.group(
    cls=_Lazy,
    help=both(
        "创城：测评计分、失分到单位、排名与抽样。",
        "Scores, lost points by unit, ranks and draws for a civilised-city campaign.",
    ),
)
@lang_option
@click.version_option(
    __version__,
    prog_name="chuangcheng",
    cls=Option,
    help=both("显示版本并退出", "Show the version and exit."),
)
def chuangcheng(*, lang: str) -> None:  # read by its callback
    """Everything the command line does."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code; errors of usage are told in one sentence."""
    try:
        code = chuangcheng.main(arguments, prog_name="chuangcheng", standalone_mode=False)
    except click.Abort:
        return _INTERRUPTED
    except click.ClickException as error:
        click.echo(sentence(error, spoken(getattr(error, "ctx", None))), err=True)
        return error.exit_code if isinstance(error, click.UsageError) else 2
    return code if isinstance(code, int) else 0
