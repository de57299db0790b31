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
        mine = copy.copy(self)
        mine.help = pick(self.help or "", spoken(ctx))
        return click.Option.get_help_record(mine, ctx)


class Command(click.Command):
    """A command whose help is in both languages."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help in the language spoken."""
        mine = copy.copy(self)
        mine.help = pick(self.help or "", spoken(ctx))
        click.Command.format_help_text(mine, ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help in the language spoken."""
        text = pick(self.help or "", spoken()).strip()
        return text.partition("\n")[0]


class Group(Command, click.Group):
    """Commands under one name."""

    command_class = Command


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
