"""`chuangcheng sample`."""

from __future__ import annotations

from pathlib import Path

import click

from chuangcheng.analyst.answering import faults_answered
from chuangcheng.tables.bilingual import Command, both, json_option, lang_option, option
from chuangcheng.tables.faults import Lang


@click.command(
    cls=Command,
    help=both(
        "写出示例县（青禾县，虚构）的全部文件，并为最近一轮计分。",
        "Write the files of the sample county (Qinghe, fictional) and score its latest round.",
    ),
)
@option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    zh="写入的文件夹",
    en="The folder to write to.",
)
@option(
    "--framework",
    default="county-civilised-city",
    show_default=True,
    zh="测评体系文件，或随软件提供的体系名称",
    en="The framework: a file or the name of one that ships.",
)
@option(
    "--seed",
    default="qinghe",
    show_default=True,
    zh="示例县的种子；同一种子写出的文件逐字节相同",
    en="The county's seed; the same seed writes the same bytes.",
)
@option("--score/--files-only", default=True, zh="是否计分", en="Score the latest round, or not.")
@lang_option
@json_option
@faults_answered
def sample(*, out: Path, framework: str, seed: str, score: bool, lang: Lang, as_json: bool) -> None:
    """Write the sample county."""
    from chuangcheng.analyst import county  # noqa: PLC0415  # late: not needed for help

    county.write(out, framework, seed, score=score, lang=lang, as_json=as_json)
