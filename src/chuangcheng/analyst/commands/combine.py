"""`chuangcheng combine` and `chuangcheng years`."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

import click

from chuangcheng.analyst.answering import faults_answered, leave
from chuangcheng.tables.bilingual import Command, both, json_option, lang_option, option, say

_PATH = click.Path(path_type=Path)
_FILE = click.argument("file", type=_PATH)


def _arithmetic(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that both commands have."""
    for added in (
        json_option,
        lang_option,
        option(
            "--check",
            is_flag=True,
            zh="有与印出的不同之处时以代码 1 退出",
            en="Exit with code 1 when something printed differs.",
        ),
        option(
            "--out",
            type=_PATH,
            zh="写入文件（CSV、xlsx 或 Parquet）；不给则打印 CSV",
            en="Write to a file (CSV, xlsx or Parquet); otherwise CSV is printed.",
        ),
        option(
            "--group",
            default="",
            zh="分组列：组内排名",
            en="Rank within the groups of this column.",
        ),
        option(
            "--ranking",
            type=click.Choice(["competition", "ordinal"]),
            default="competition",
            show_default=True,
            zh="同分名次：competition 为 1、2、2、4；ordinal 按表中先后为 1、2、3、4",
            en="Ties: competition is 1, 2, 2, 4; ordinal is 1, 2, 3, 4 in the order of the table.",
        ),
        option(
            "--rounding",
            type=click.Choice(["half-up", "truncate"]),
            default="half-up",
            show_default=True,
            zh="四舍五入或截尾，只在最后做一次",
            en="Round half up or cut off, once at the end.",
        ),
        option(
            "--places",
            type=click.IntRange(0, 9),
            default=2,
            show_default=True,
            zh="小数位数",
            en="Decimal places.",
        ),
        option(
            "--normalise",
            is_flag=True,
            zh="权重合计不是 100 时按占比折算",
            en="Take weights relative to their sum when they do not add up to 100.",
        ),
    ):
        command = added(command)
    return command


@click.command(
    cls=Command,
    help=both(
        "把公布的分项成绩合成总分并排名，与印出的总分和名次逐行核对。",
        "Add up component scores as published, rank them, and check the printed totals and ranks.",
    ),
)
@_FILE
@option("--by", required=True, zh="被排名者所在的列", en="The column that names who is ranked.")
@option(
    "--weights",
    required=True,
    zh="各分项列的权重，合计 100，如 a=40,b=40,c=20",
    en="Weights of the component columns, adding up to 100: a=40,b=40,c=20.",
)
@_arithmetic
@faults_answered
def combine(
    *, file: Path, by: str, weights: str, **settings: Any
) -> None:  # the options of _arithmetic
    """Combine component columns."""
    from chuangcheng.analyst import combining  # noqa: PLC0415  # late: not needed for help

    named = [part.rpartition("=") for part in _split(weights)]
    if not all(name and mark for name, mark, _ in named):
        _refuse(
            weights, say("请写成 列=权重，用逗号分开", "write column=weight, with commas between")
        )
    columns = [name.strip() for name, _, _ in named]
    rule = _rule([weight for _, _, weight in named], settings)
    leave(combining.combine(_asked(file, by, settings), columns, rule))


@click.command(
    cls=Command,
    help=both(
        "把各年成绩按权重合成三年总评并排名。",
        "Add up yearly scores by weights to the total of several years, and rank them.",
    ),
)
@_FILE
@option(
    "--weights",
    required=True,
    zh="从第一年到最后一年的权重，合计 100，如 15,25,60",
    en="Weights from the first year to the last, adding up to 100: 15,25,60.",
)
@option(
    "--by",
    default="",
    zh="被排名者所在的列；默认第一列",
    en="The column that names who is ranked; by default the first.",
)
@option(
    "--columns",
    default="",
    zh="各年所在的列，由早到晚，用逗号分开；默认取表头为年份的列",
    en="The years' columns, earliest first, with commas between; by default those headed by a year.",
)
@_arithmetic
@faults_answered
def years(
    *, file: Path, weights: str, by: str, columns: str, **settings: Any
) -> None:  # the options of _arithmetic
    """Add up years."""
    from chuangcheng.analyst import combining  # noqa: PLC0415  # late: not needed for help

    rule = _rule(_split(weights), settings)
    leave(combining.years(_asked(file, by, settings), _split(columns), rule))


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]


def _asked(file: Path, by: str, settings: dict[str, Any]) -> Any:  # noqa: ANN401  # the class is imported late
    from chuangcheng.analyst.combining import Asked  # noqa: PLC0415  # late: not needed for help

    names = ("group", "out", "check", "as_json")
    return Asked(file, by, **{name: settings[name] for name in names})


def _rule(weights: list[str], settings: dict[str, Any]) -> Any:  # noqa: ANN401  # the class is imported late
    """The rule, its weights checked. Raises click.BadParameter."""
    from chuangcheng.analyst.combining import Rule  # noqa: PLC0415  # late: not needed for help
    from chuangcheng.engine import combine as engine  # noqa: PLC0415  # late: the same

    try:
        numbers = tuple(Decimal(weight.strip().rstrip("%％")) for weight in weights)
        engine.percentages(numbers, normalise=settings["normalise"])
    except InvalidOperation:
        _refuse(",".join(weights), say("权重应为数字", "weights are numbers"))
    except engine.NotAboveZeroError as error:
        zh = f"权重 {error.weight:f} 不大于 0；请更正，或去掉这一项"
        en = f"weights are above 0, and {error.weight:f} is not; correct it or leave it out"
        _refuse(",".join(weights), say(zh, en))
    except engine.WeightsError as error:
        zh = f"权重应合计 100，现在合计 {error.total:f}；请更正，或加 --normalise"
        en = f"weights add up to 100, these to {error.total:f}; correct them or add --normalise"
        _refuse(",".join(weights), say(zh, en))
    names = ("places", "rounding", "ranking", "normalise")
    return Rule(numbers, **{name: settings[name] for name in names})


def _refuse(value: str, why: str) -> NoReturn:
    raise click.BadParameter(f"“{value}” {why}", param_hint="--weights")
