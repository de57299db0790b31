"""What `chuangcheng score` does: read, score, write, and say how it went."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click
import polars as pl

from chuangcheng.analyst.answering import answer, progress
from chuangcheng.analyst.bilingual import say
from chuangcheng.analyst.results import Results
from chuangcheng.analyst.rounds import Files, Round, read_round
from chuangcheng.tables import saving
from chuangcheng.tables.faults import SHOWN

__all__ = ["Files", "Wanted", "run"]

_STEPS = 5


@dataclass(frozen=True)
class Wanted:
    """What is to come of it."""

    out: Path
    title: str = ""
    previous: tuple[Path, ...] = ()
    resamples: int = 1000
    seed: str = "chuangcheng"
    lang: str = "zh"
    as_json: bool = False


def run(files: Files, wanted: Wanted) -> None:
    """Score a round and answer. Raises FaultsError before anything is written."""
    with progress(_STEPS) as begin:
        round_ = read_round(files, shown=None if wanted.as_json else SHOWN, begin=begin)
        begin("margins")
        results = Results.of(round_, draws=wanted.resamples, seed=wanted.seed)
        begin("files")
        with saving.whole_folder(wanted.out) as folder:
            results.write(folder)
            written = sorted(path.name for path in folder.iterdir())
    if wanted.as_json:
        answer(_data(round_, results, wanted, written))
    else:
        _tell(round_, results, wanted)


def _data(round_: Round, results: Results, wanted: Wanted, written: list[str]) -> dict[str, object]:
    framework = round_.assessment.plan.framework
    return {
        "framework": {"id": framework.id, "version": framework.version},
        "round": wanted.title,
        "observations": round_.rows,
        "resamples": wanted.resamples if results.resampled else 0,
        "seed": wanted.seed,
        "out": str(wanted.out),
        "files": written,
        "ranks": results.summary(),
    }


def _tell(round_: Round, results: Results, wanted: Wanted) -> None:
    places = round_.assessment.plan.framework.settings.places
    order = [*results.ranks.select("parent", "group").unique(maintain_order=True).rows()]
    for parent, group in order:
        peers = results.ranks.filter(pl.col("parent") == parent, pl.col("group") == group)
        if group:
            click.echo(group)
        for row in peers.sort("rank", nulls_last=True).iter_rows(named=True):
            rank = "–" if row["rank"] is None else str(row["rank"])
            click.echo(f"{rank:>4}  {row['printed']:>8.{places}f}  {row['title']}")
    rows = round_.rows
    click.echo(
        say(f"{rows} 条观察记录，结果在 {wanted.out}", f"{rows} observations; see {wanted.out}")
    )
