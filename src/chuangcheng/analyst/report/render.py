"""The report as HTML: facts in, one file out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from chuangcheng.analyst.report import figures, rest
from chuangcheng.analyst.report.inputs import Earlier, Names, Source
from chuangcheng.analyst.report.observed import Observed
from chuangcheng.analyst.report.overview import Overview
from chuangcheng.analyst.report.points import Points
from chuangcheng.analyst.report.reading import Reading, link
from chuangcheng.analyst.report.standards import Standards
from chuangcheng.analyst.report.standing import Standing
from chuangcheng.analyst.report.tree import Tree
from chuangcheng.analyst.report.units import Units
from chuangcheng.analyst.report.words import both, word
from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.framework import Title
from chuangcheng.engine.resampling import Resampled
from chuangcheng.engine.rules import AGAIN
from chuangcheng.tables.words import title_of

Language = Literal["zh", "en"]


def write_report(
    assessment: Assessment,
    observations: pl.DataFrame,
    path: Path | str,
    *,
    round_title: Title | str,
    area: str = "",
    names: Names | None = None,
    resampled: Resampled | None = None,
    earlier: Sequence[Earlier] = (),
    lang: Language = "zh",
) -> None:
    """Write the report of a round to `path`; the arguments are those of `render_report`."""
    text = render_report(
        assessment,
        observations,
        round_title=round_title,
        area=area,
        names=names,
        resampled=resampled,
        earlier=earlier,
        lang=lang,
    )
    Path(path).write_text(text, encoding="utf-8")


def render_report(
    assessment: Assessment,
    observations: pl.DataFrame,
    *,
    round_title: Title | str,
    area: str = "",
    names: Names | None = None,
    resampled: Resampled | None = None,
    earlier: Sequence[Earlier] = (),
    lang: Language = "zh",
) -> str:
    """The report of a round as one HTML file.

    `observations` are those that were assessed, as Polars; `area` is whom the report is about, the
    first of the tree where it is empty.
    `resampled` gives every figure its margin (`chuangcheng.engine.resampling.resample`); `earlier`
    are the rounds before this one, the oldest first.
    Both languages are in the file; `lang` is the one it opens in.
    Raises KeyError when the tree has no such area.
    """
    title = Title(zh=round_title) if isinstance(round_title, str) else round_title
    source = Source(
        assessment=assessment,
        observations=observations,
        round_title=title,
        area=area or assessment.tree.areas[0].id,
        names=names or Names(),
        resampled=resampled,
        earlier=earlier,
        lang=lang,
    )
    return _template().render(**_context(Reading(source)))


def _context(reading: Reading) -> dict[str, object]:
    """Everything the templates read."""
    tree, observed = Tree(reading, reading.area), Observed(reading)
    resampled = reading.source.resampled
    return {
        "reading": reading,
        "source": reading.source,
        "area": reading.area_title(reading.area),
        "tree": tree,
        "lines": list(tree.lines()),
        "observed": observed,
        "overview": Overview(reading, tree, observed),
        "standing": Standing(reading),
        "units": Units(reading, tree, observed).all,
        "points": Points(reading, observed),
        "gains": list(rest.gains(reading, observed)),
        "standards": list(Standards(reading, tree, observed).sheets()),
        "methods": list(rest.methods(reading, tree)),
        "notes": rest.Notes(reading),
        "again": title_of(AGAIN),
        "level": f"{resampled.level * 100:g}" if resampled else "",
    }


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader(__package__, "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "both": both,
        "number": figures.number,
        "percent": figures.percent,
    }
    environment.globals |= {
        "w": lambda key, **filled: both(word(key, **filled)),
        "word": word,
        "link": link,
    }
    return environment.get_template("report.html")
