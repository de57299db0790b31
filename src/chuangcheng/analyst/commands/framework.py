"""`chuangcheng framework`."""

from __future__ import annotations

from pathlib import Path

import click

from chuangcheng.analyst.answering import faults_answered, leave
from chuangcheng.tables.bilingual import Command, Group, both, json_option, lang_option, option
from chuangcheng.tables.faults import Lang

_PATH = click.Path(path_type=Path)


@click.group(
    cls=Group,
    help=both("检查、转换、比较测评体系。", "Check, convert and compare frameworks."),
)
@lang_option
def framework(*, lang: Lang) -> None:  # read by its callback
    """Everything about framework files."""


@framework.command(
    cls=Command,
    help=both(
        "检查测评体系文件：分值合计、编号、引用和规则，一次列出全部问题。",
        "Check framework files: sums of points, ids, references and rules, all faults at once.",
    ),
)
@click.argument("files", nargs=-1, required=True)
@lang_option
@json_option
@faults_answered
def check(*, files: tuple[str, ...], lang: Lang, as_json: bool) -> None:  # read by its callback
    """Check frameworks."""
    from chuangcheng.analyst import editions  # noqa: PLC0415  # late: not needed for help

    editions.check(files, as_json=as_json)


@framework.command(
    cls=Command,
    help=both(
        "在 YAML、JSON 与 xlsx 之间转换，内容不变。",
        "Convert between YAML, JSON and xlsx; nothing is lost.",
    ),
)
@click.argument("source")
@click.argument("target", type=_PATH)
@lang_option
@json_option
@faults_answered
def convert(*, source: str, target: Path, lang: Lang, as_json: bool) -> None:
    """Convert a framework."""
    from chuangcheng.analyst import editions  # noqa: PLC0415  # late: not needed for help

    editions.convert(source, target, lang, as_json=as_json)


@framework.command(
    cls=Command,
    help=both(
        "比较两个版本：新增、删去、移动、改写、分值和规则的变化；有不同时退出码为 1。",
        "Compare two editions: added, removed, moved, reworded, points and rules; "
        "exit code 1 when they differ.",
    ),
)
@click.argument("before")
@click.argument("after")
@option(
    "--out",
    type=_PATH,
    zh="另存为表格（xlsx 或 CSV）",
    en="Also write a table (xlsx or CSV).",
)
@lang_option
@json_option
@faults_answered
def diff(
    *, before: str, after: str, out: Path | None, lang: Lang, as_json: bool
) -> None:  # read by its callback
    """Compare two editions."""
    from chuangcheng.analyst import editions  # noqa: PLC0415  # late: not needed for help

    leave(editions.diff(before, after, out, as_json=as_json))


@framework.command(
    cls=Command,
    help=both("打印测评体系文件的 JSON Schema。", "Print the JSON Schema of framework files."),
)
@option("--out", type=_PATH, zh="写入文件", en="Write it to a file.")
@lang_option
@faults_answered
def schema(*, out: Path | None, lang: Lang) -> None:  # read by its callback
    """Print the schema."""
    from chuangcheng.analyst import editions  # noqa: PLC0415  # late: not needed for help

    editions.schema(out)
