"""The generated parts of the reference pages: `chuangcheng reference docs/reference`.

What stands between the two marks of a page is written here; the words around it are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click

from chuangcheng.engine.rules import COMMON_RESULTS
from chuangcheng.engine.tally import COLUMNS
from chuangcheng.tables import registers
from chuangcheng.tables.bilingual import pick
from chuangcheng.tables.observations import PART, REQUIRED
from chuangcheng.tables.table import Column
from chuangcheng.tables.words import aliases

_FROM, _TO = "<!-- generated: from here -->", "<!-- generated: to here -->"
_RESULTS: Mapping[str, str] = {
    "pass": "met",
    "fail": "not met",
    "fixed": "not met, and put right before the inspector left",
    "again": "not met, and named before",
    "na": "the item does not apply at this point; not judged",
    "absent": "the area has no such point; the framework says what stands in",
}
_PART = "the part of a composite point, such as the second stop; an item is judged once at each"
_REGISTERS: Mapping[str, tuple[Column, ...]] = {
    "--areas": registers.AREAS,
    "--units": registers.UNITS,
    "--points": registers.POINTS,
    "--duties": registers.DUTIES,
    "--sanctions": registers.SANCTIONS,
    "draw --quotas": registers.QUOTAS,
    "draw --exclude": registers.EXCLUDED,
}


def commands(root: click.Group) -> str:
    """Every command with its arguments and options, as Markdown."""
    context = click.Context(root, info_name="chuangcheng")
    return "\n".join(_commands(root, context)) + "\n"


def columns() -> str:
    """The columns of observations, their results, and those of the registers, as Markdown."""
    observed = [
        (f"`{name}`", "yes" if name in REQUIRED else "", says, _others("headers", name))
        for name, says in {**COLUMNS, PART: _PART}.items()
    ]
    results = [(f"`{word}`", _RESULTS[word], _others("results", word)) for word in COMMON_RESULTS]
    beside = [
        (
            f"`{option}`",
            f"`{column.name}`",
            "yes" if column.wanted else "",
            _others("headers", column.name),
        )
        for option, listed in _REGISTERS.items()
        for column in listed
    ]
    return "\n".join(
        [
            "### Columns of observations\n",
            *_table(("Column", "Required", "What it says", "Also written"), observed),
            "\n### Results\n",
            *_table(("Result", "What it says", "Also written"), results),
            "\n### Columns of the other tables\n",
            *_table(("Option", "Column", "Required", "Also written"), beside),
            "",
        ]
    )


def renewed(page: str, generated: str) -> str:
    """A page with what stands between its marks written anew."""
    between = re.compile(f"(?<={_FROM}\n).*(?={_TO})", re.DOTALL)
    return between.sub(lambda _: f"\n{generated}\n", page)


def _others(of: str, word: str) -> str:
    known = aliases("headers" if of == "headers" else "results")
    return "、".join(known.get(word, ()))


def _commands(command: click.Command, context: click.Context) -> Iterator[str]:
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                yield from _commands(below, click.Context(below, context, name))
        return
    yield f"## `{context.command_path}`\n"
    yield f"{pick(command.help or '', 'en')}\n"
    yield f"    {' '.join([context.command_path, *command.collect_usage_pieces(context)])}\n"
    options = [o for o in command.get_params(context) if isinstance(o, click.Option)]
    rows = [_option(option, context) for option in options if "--help" not in option.opts]
    if rows:
        yield from [*_table(("Option", "Meaning"), rows), ""]


def _option(option: click.Option, context: click.Context) -> tuple[str, str]:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    says = pick(option.help or "", "en")
    if isinstance(option.type, click.Choice):
        names += f" {' | '.join(option.type.choices)}"
    elif not option.is_flag:
        names += f" {option.make_metavar(context).removesuffix(' RANGE')}"
    if option.required:
        says += " Required."
    elif option.show_default:
        says += f" Default: {option.default}."
    return names.replace("|", "\\|"), says.replace("|", "\\|")


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def pages(root: click.Group) -> dict[str, str]:
    """What is generated, by the name of its page."""
    return {"cli.md": commands(root), "observations.md": columns()}


def write(folder: Path, root: click.Group) -> None:
    """Renew all pages in a folder."""
    for name, generated in pages(root).items():
        page = folder / name
        page.write_text(renewed(page.read_text("utf-8"), generated), "utf-8")
