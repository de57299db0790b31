"""`chuangcheng score`."""

from __future__ import annotations

from pathlib import Path

import click

from chuangcheng.analyst.answering import faults_answered
from chuangcheng.tables.bilingual import Command, both, json_option, lang_option, option
from chuangcheng.tables.faults import Lang

_PATH = click.Path(path_type=Path)


@click.command(
    cls=Command,
    help=both(
        "为一轮测评计分：由测评体系和观察记录得出成绩、失分和排名。",
        "Score a round: from a framework and observations to scores, losses and ranks.",
    ),
)
@option(
    "--framework",
    required=True,
    zh="测评体系文件（YAML、JSON、xlsx），或随软件提供的体系名称",
    en="The framework: a file (YAML, JSON, xlsx) or the name of one that ships.",
)
@option(
    "--observations",
    type=_PATH,
    multiple=True,
    zh="观察记录：CSV、Parquet 或 xlsx 文件，或装有这些文件的文件夹；可多次给出",
    en="Observations: CSV, Parquet or xlsx files, or folders of them; may be given repeatedly.",
)
@click.argument("more", nargs=-1, type=_PATH, metavar="[OBSERVATIONS]...")
@option(
    "--out",
    required=True,
    type=_PATH,
    zh="结果文件夹：成绩、失分、排名（CSV 和 Parquet）与 report.html",
    en="The folder for scores, losses and ranks (CSV and Parquet) and report.html.",
)
@option(
    "--areas",
    type=_PATH,
    zh="区域表：编号、上级、分组、权重",
    en="Areas: id, parent, group, weight.",
)
@option("--units", type=_PATH, zh="单位表：编号、名称", en="Units: id, title.")
@option(
    "--points",
    type=_PATH,
    zh="点位库：用于名称和抽样的有限总体校正",
    en="The library of points: their titles, and the population that was sampled.",
)
@option(
    "--duties",
    type=_PATH,
    zh="责任分解表：标准或条目、单位、份额",
    en="Duties: standard or item, unit, share.",
)
@option(
    "--sanctions",
    type=_PATH,
    zh="加减分和一票否决表：区域、条款、次数",
    en="Bonus, penalty and veto: area, entry, times.",
)
@option(
    "--round", "title", default="", zh="本轮名称，写入报告", en="The round's name, for the report."
)
@option(
    "--previous",
    type=_PATH,
    multiple=True,
    zh="以往轮次的结果文件夹，由早到晚；报告用来画走势",
    en="Result folders of earlier rounds, oldest first; the report shows the trend.",
)
@option(
    "--resamples",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    zh="可信范围的重抽样次数；0 表示不算",
    en="Resamples for the intervals; 0 for none.",
)
@option(
    "--seed",
    default="chuangcheng",
    show_default=True,
    zh="重抽样的种子；同一种子结果相同",
    en="Seed of the resamples; the same seed gives the same intervals.",
)
@lang_option
@json_option
@faults_answered
def score(
    *,
    framework: str,
    observations: tuple[Path, ...],
    more: tuple[Path, ...],
    out: Path,
    areas: Path | None,
    units: Path | None,
    points: Path | None,
    duties: Path | None,
    sanctions: Path | None,
    title: str,
    previous: tuple[Path, ...],
    resamples: int,
    seed: str,
    lang: Lang,
    as_json: bool,
) -> None:
    """Score a round."""
    from chuangcheng.analyst import scoring  # noqa: PLC0415  # late: the arithmetic is not needed for help

    paths = (*observations, *more)
    if not paths:
        raise click.MissingParameter(param_hint="--observations", param_type="option")
    files = scoring.Files(framework, paths, areas, units, points, duties, sanctions)
    name = scoring.Title(zh=title or out.resolve().name)
    earlier = scoring.earlier_at(previous)
    wanted = scoring.Wanted(out, name, earlier, resamples, seed, lang, as_json)
    scoring.run(files, wanted)
