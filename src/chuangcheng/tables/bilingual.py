"""Commands and options that explain themselves in the person's language.

Chinese comes first: English is spoken where `--lang`, CHUANGCHENG_LANG or the locale asks for it.
"""

from __future__ import annotations

import copy
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar, cast

import click

from chuangcheng.tables.faults import Lang, Sentence

#: A character nobody writes, between the Chinese and the English of one text.
_BETWEEN = "\x1f"
_META = "chuangcheng.lang"

C = TypeVar("C", bound=Callable[..., Any])


def both(zh: str, en: str) -> str:
    """A help text in both languages, of which one will be shown."""
    return f"{zh}{_BETWEEN}{en}"


def pick(text: str, lang: Lang) -> str:
    """One language of a text made by `both`."""
    zh, _, en = text.partition(_BETWEEN)
    return en if lang == "en" and en else zh


def language(explicit: str | None = None) -> Lang:
    """The language asked for: outright, by CHUANGCHENG_LANG, by the locale; else Chinese."""
    asked = explicit or os.environ.get("CHUANGCHENG_LANG")
    asked = asked or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    asked = asked or os.environ.get("LANG") or "zh"
    return "en" if asked.lower().startswith("en") else "zh"


def spoken(ctx: click.Context | None = None) -> Lang:
    """The language of the command that is running."""
    context = ctx or click.get_current_context(silent=True)
    meta = context.meta.get(_META) if context else None
    return cast("Lang", meta) if meta else language(_in_arguments())


def say(zh: str, en: str) -> str:
    """A text in the language of the command that is running."""
    return Sentence(zh, en).said(spoken())


def _in_arguments() -> str | None:
    """What --lang says, for errors that come before options are read."""
    arguments = sys.argv[1:]
    for place, argument in enumerate(arguments):
        if argument == "--lang":
            return next(iter(arguments[place + 1 :]), None)
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return None


def _keep(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
    if value or _META not in ctx.meta:
        ctx.meta[_META] = language(value or _in_arguments())
    return cast("str", ctx.meta[_META])


class Option(click.Option):
    """An option whose help is in both languages."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option with its help in the language spoken."""
        mine, lang = copy.copy(self), spoken(ctx)
        mine.help = pick(self.help or "", lang)
        record = click.Option.get_help_record(mine, ctx)
        if record is None or lang == "en":
            return record
        return record[0], record[1].replace("[required]", "[必需]").replace("default: ", "默认 ")


class Command(click.Command):
    """A command whose help is in both languages."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in the language spoken."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Sentence("显示说明并退出", "Show this message and exit.").said(
                spoken(ctx)
            )
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """How the command is called."""
        prefix = Sentence("用法：", "Usage: ").said(spoken(ctx))
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help in the language spoken."""
        mine = copy.copy(self)
        mine.help = pick(self.help or "", spoken(ctx))
        click.Command.format_help_text(mine, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options under their heading."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section(Sentence("选项", "Options").said(spoken(ctx))):
            formatter.write_dl([record for record in records if record])

    def get_short_help_str(self, limit: int = 45) -> str:  # click's own
        """The help in the language spoken, on one line."""
        text = pick(self.help or "", spoken()).strip()
        return text.partition("\n")[0]


class Group(Command, click.Group):
    """Commands under one name."""

    command_class = Command
    group_class = type

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, then the commands."""
        Command.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their heading."""
        named = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [
            (name, command.get_short_help_str())
            for name, command in named
            if command and not command.hidden
        ]
        with formatter.section(Sentence("命令", "Commands").said(spoken(ctx))):
            formatter.write_dl(rows)


lang_option = click.option(
    "--lang",
    cls=Option,
    type=click.Choice(["zh", "en"]),
    is_eager=True,
    callback=_keep,
    help=both(
        "说明、错误和报告的语言；默认取 CHUANGCHENG_LANG 或系统语言",
        "Language of help, errors and reports; by default that of CHUANGCHENG_LANG or the system.",
    ),
)
json_option = click.option(
    "--json",
    "as_json",
    cls=Option,
    is_flag=True,
    help=both("在标准输出只打印一个 JSON 对象", "Print one JSON object on standard output."),
)


def option(
    *names: str, zh: str, en: str, **settings: Any
) -> Callable[[C], C]:  # click's own settings
    """An option with its help in both languages."""
    return click.option(*names, cls=Option, help=both(zh, en), **settings)
