"""What `chuangcheng sample` does: the sample county's files, and its latest round scored."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from chuangcheng.analyst import scoring
from chuangcheng.analyst.answering import answer
from chuangcheng.analyst.rounds import framework_at, read_round
from chuangcheng.engine.framework import Framework, Title
from chuangcheng.library import sample
from chuangcheng.tables import saving
from chuangcheng.tables.bilingual import say
from chuangcheng.tables.faults import Lang

#: How many rounds before the latest are scored for the trend: the same quarter of last year and on.
_EARLIER = 4


def write(out: Path, framework: str, seed: str, *, score: bool, lang: Lang, as_json: bool) -> None:
    """Write the county into a folder and, if wanted, the results of its latest round beside it."""
    edition = framework_at(framework)
    texts = sample.generate(edition, seed)
    with saving.whole_folder(out) as folder:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8-sig")
    if score:
        rounds = [_Round(out, edition, row) for row in _rows(texts["rounds.csv"])]
        earlier = [round_.scored() for round_ in rounds[-1 - _EARLIER : -1]]
        latest = rounds[-1]
        wanted = scoring.Wanted(out, latest.title, earlier, lang=lang, as_json=as_json)
        scoring.run(latest.files, wanted)
    elif as_json:
        answer({"out": str(out), "files": sorted(texts)})
    else:
        count = len(texts)
        click.echo(say(f"{count} 个文件，在 {out}", f"{count} files in {out}"))


@dataclass(frozen=True)
class _Round:
    """One round among the county's files; `row` is its line in the table of rounds."""

    out: Path
    framework: Framework
    row: Mapping[str, str]

    @property
    def title(self) -> Title:
        return Title(zh=self.row["title"], en=self.row["title_en"])

    @property
    def files(self) -> scoring.Files:
        out, name = self.out, self.row["round"]
        return scoring.Files(
            self.framework,
            (out / "observations" / name,),
            areas=out / "areas.csv",
            units=out / "units.csv",
            points=out / "points.csv",
            duties=out / "duties.csv",
            sanctions=out / "sanctions" / f"{name}.csv",
        )

    def scored(self) -> scoring.Earlier:
        return scoring.Earlier(self.title, read_round(self.files).assessment.scores())


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
