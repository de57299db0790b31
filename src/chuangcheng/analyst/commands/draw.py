"""`chuangcheng draw`."""

from __future__ import annotations

from pathlib import Path

import click

from chuangcheng.analyst.answering import faults_answered, leave
from chuangcheng.tables.bilingual import Command, both, json_option, lang_option, option, say
from chuangcheng.tables.faults import Lang

_PATH = click.Path(path_type=Path)


@click.command(
    cls=Command,
    help=both(
        "按公开的种子分层抽取点位；同一种子在任何机器上抽出的都一样，凭记录谁都能重做。",
        "Draw points by strata from a public seed; the same seed gives the same points on any "
        "machine, and the record lets anyone repeat the draw.",
    ),
)
@click.argument("points", type=_PATH)
@option("--seed", default="", zh="事先公布的一行文字", en="One line of text, announced beforehand.")
@option(
    "--quotas",
    type=_PATH,
    zh="配额表：区域、点位类型、配额",
    en="Quotas: area, kind of point, number.",
)
@option(
    "--total",
    type=click.IntRange(min=0),
    default=0,
    zh="不给配额表时：共抽多少，按各层点位数分配",
    en="Without quotas: how many in all, shared out by the size of the strata.",
)
@option(
    "--minimum",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    zh="按比例分配时每层至少抽几个",
    en="The least of each stratum when they are shared out.",
)
@option(
    "--exclude",
    type=_PATH,
    zh="回避表：点位、理由",
    en="Points that take no part: point, reason.",
)
@option(
    "--verify",
    type=_PATH,
    zh="按记录重抽，并说明有何不同；不同时退出码为 1",
    en="Repeat the draw of a record and say what differs; exit code 1 when it does.",
)
@option(
    "--replace",
    type=(_PATH, str, str),
    metavar="RECORD POINT REASON",
    zh="把无法测评的点位换成本层次序中的下一个，写明理由",
    en="Replace a point that cannot be visited by the next of its stratum, with the reason.",
)
@option(
    "--out",
    type=_PATH,
    zh="写入文件夹：record.json 与 points.csv；不给则打印点位",
    en="A folder for record.json and points.csv; otherwise the points are printed.",
)
@lang_option
@json_option
@faults_answered
def draw(
    *,
    points: Path,
    seed: str,
    quotas: Path | None,
    total: int,
    minimum: int,
    exclude: Path | None,
    verify: Path | None,
    replace: tuple[Path, str, str] | None,
    out: Path | None,
    lang: Lang,
    as_json: bool,
) -> None:
    """Draw points, repeat a draw, or replace a point."""
    from chuangcheng.analyst import drawing  # noqa: PLC0415  # late: not needed for help

    asked = drawing.Asked(points, seed, quotas, total, minimum, exclude, out, as_json)
    if verify is not None:
        leave(drawing.repeat(asked, verify))
    elif replace is not None:
        drawing.exchange(asked, *replace)
    elif (quotas is None) == (total == 0):
        raise click.UsageError(
            say("--quotas 与 --total 须给且只给一个", "give either --quotas or --total")
        )
    else:
        drawing.make(asked)
