"""What `chuangcheng score` does: read, score, write, and say how it went."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import polars as pl

from chuangcheng.analyst.answering import answer, progress
from chuangcheng.analyst.report import Earlier, Names, write_report
from chuangcheng.analyst.results import Results
from chuangcheng.analyst.rounds import Files, Round, read_round
from chuangcheng.engine.framework import Title
from chuangcheng.tables import saving, sentences
from chuangcheng.tables.bilingual import say
from chuangcheng.tables.faults import SHOWN, Fault, Faults, Lang

__all__ = ["Earlier", "Files", "Title", "Wanted", "earlier_at", "run"]

#: The steps in the order they are taken, as the progress bar calls them.
_STEPS = {
    "framework": ("测评体系", "framework"),
    "observations": ("观察记录", "observations"),
    "assessment": ("计分", "assessment"),
    "intervals": ("可信范围", "intervals"),
    "results": ("写出结果", "results"),
}
#: What a folder of results says of itself, beside its tables.
_RECORD = "round.json"


@dataclass(frozen=True)
class Wanted:
    """What is to come of a round."""

    out: Path
    title: Title
    earlier: Sequence[Earlier] = ()
    resamples: int = 1000
    seed: str = "chuangcheng"
    lang: Lang = "zh"
    as_json: bool = False


def run(files: Files, wanted: Wanted) -> None:
    """Score a round and answer. Raises FaultsError before anything is written."""
    with progress(len(_STEPS)) as show:

        def begin(step: str) -> None:
            show(say(*_STEPS[step]))

        round_ = read_round(files, shown=None if wanted.as_json else SHOWN, begin=begin)
        begin("intervals")
        results = Results.of(round_, draws=wanted.resamples, seed=wanted.seed)
        begin("results")
        with saving.whole_folder(wanted.out) as folder:
            record = _written(folder, round_, results, wanted)
    if wanted.as_json:
        answer({**record, "out": str(wanted.out), "ranks": results.summary()})
    else:
        _tell(round_, results, wanted)


def earlier_at(folders: Sequence[Path]) -> list[Earlier]:
    """Rounds scored before, from their folders of results. Raises FaultsError."""
    faults, found = Faults(), []
    for folder in folders:
        try:
            title = json.loads((folder / _RECORD).read_text("utf-8"))["round"]
            scores = pl.read_parquet(folder / "scores.parquet")
            found.append(Earlier(Title(**title), scores))
        except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError):
            faults.add(Fault(str(folder), sentences.no_results()))
    faults.raise_if_any()
    return found


def _written(folder: Path, round_: Round, results: Results, wanted: Wanted) -> dict[str, object]:
    """Everything written into a folder, and the record of it."""
    results.write(folder)
    if round_.at_hand:
        write_report(
            round_.assessment,
            round_.observations.collect(),
            folder / "report.html",
            round_title=wanted.title,
            names=_names(round_),
            resampled=results.resampled,
            earlier=wanted.earlier,
            lang=wanted.lang,
        )
    framework = round_.assessment.plan.framework
    record: dict[str, object] = {
        "round": wanted.title.model_dump(),
        "framework": {"id": framework.id, "version": framework.version},
        "observations": round_.rows,
        "resamples": wanted.resamples if results.resampled else 0,
        "seed": wanted.seed,
        "files": sorted([_RECORD, *(path.name for path in folder.iterdir())]),
    }
    (folder / _RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=2), "utf-8")
    return record


def _names(round_: Round) -> Names:
    places = round_.points.values()
    return Names(
        areas=round_.area_titles,
        units={unit.id: unit.title for unit in round_.units.values()},
        points={place.point: place.title for place in places},
        where={place.point: place.where for place in places if place.where is not None},
    )


def _tell(round_: Round, results: Results, wanted: Wanted) -> None:
    places = round_.assessment.plan.framework.settings.places
    titles = round_.area_titles
    groups = results.ranks.select("parent", "group").unique(maintain_order=True)
    for parent, group in groups.iter_rows():
        peers = results.ranks.filter(pl.col("parent") == parent, pl.col("group") == group)
        if group:
            click.echo(group)
        for row in peers.sort("rank", nulls_last=True).iter_rows(named=True):
            rank = "–" if row["rank"] is None else str(row["rank"])
            title = titles[row["area"]]
            name = title.en if wanted.lang == "en" and title.en else title.zh
            click.echo(f"{rank:>4}  {row['printed']:>8.{places}f}  {name}")
    rows = round_.rows
    click.echo(
        say(f"{rows} 条观察记录，结果在 {wanted.out}", f"{rows} observations; see {wanted.out}")
    )
