"""What a computation is made of: gathered from the round, told for keeping, and brought back.

Observations are not copied: they are facts, and the number of the last one seen finds them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

import polars as pl
import yaml
from django.db.models import Count, QuerySet

from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.duties import Duty
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.sanctions import Decision
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.areas.models import Area as AreaRow
from chuangcheng.ground.points.models import Point
from chuangcheng.mandate.duties import queries as duties
from chuangcheng.outcome.standing.models import Computation

Population = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Sources:
    """All that decides the figures of a round beside its observations.

    `population` counts the points in use by area and kind, seen or not.
    """

    framework: Framework
    edition_sha256: str
    tree: AreaTree
    duties: tuple[Duty, ...]
    decisions: tuple[Decision, ...]
    population: Population
    settings: Mapping[str, Any]

    def told(self) -> dict[str, Any]:
        """The sources as plain values, from which `brought_back` makes them again."""
        return {
            "edition": self.edition_sha256,
            "areas": [[a.id, a.title, a.parent, a.group, a.weight] for a in self.tree.areas],
            "duties": [[d.unit, d.share, d.standard, d.item, d.area] for d in self.duties],
            "decisions": [[d.area, d.sanction, d.times, d.unit, d.note] for d in self.decisions],
            "population": [[*key, number] for key, number in sorted(self.population.items())],
            "settings": dict(self.settings),
        }


@dataclass(frozen=True)
class Inputs:
    """The sources with the observations, each with its key as `id`, after the verb `upto`."""

    sources: Sources
    observations: pl.DataFrame
    upto: int

    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each kind of input by name, so that a difference can be named."""
        parts = {name: digest(part) for name, part in self.sources.told().items()}
        columns = self.observations.drop("id").write_csv().encode()
        return {**parts, "observations": sha256(columns).hexdigest()}

    def sha256(self) -> str:
        """One hash of them all."""
        return digest(self.hashes())


def digest(value: object) -> str:
    """The SHA-256 of plain values."""
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


@cache
def defaults() -> Mapping[str, Any]:
    """How standings are computed: draws, level, and how many rows are computed at once."""
    text = files(__package__).joinpath("data/computing.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def sources(round_: Round) -> Sources:
    """The sources of a round as they are now."""
    known = defaults()
    return Sources(
        framework=inspections.framework(round_),
        edition_sha256=round_.edition.sha256,
        tree=_tree(round_),
        duties=tuple(duties.engine_duties(round_.campaign)),
        decisions=inspections.holding_decisions(round_),
        population=_population(round_),
        settings={"draws": known["draws"], "level": known["level"], "seed": _seed(round_)},
    )


def stamp(round_: Round) -> str:
    """What changes whenever the sources of a round do, found without making them.

    Making them takes several times as long as valuing one corrected observation.
    """
    campaign = round_.campaign
    handed = duties.of_campaign(campaign).prefetch_related(None).order_by("pk", "shares")
    shares = handed.values_list(
        "standard__code", "area__path", "shares__unit__code", "shares__share"
    )
    seen = (
        round_.edition.sha256,
        str(campaign.bearer),
        list(shares),
        list(_area_rows(round_)),
        sorted(_population(round_).items()),
        inspections.holding_decisions(round_),
    )
    return sha256(repr(seen).encode()).hexdigest()


def gather(round_: Round) -> Inputs:
    """All inputs of a round as they are now."""
    upto = round_.seq
    return Inputs(sources(round_), inspections.frame(round_, upto), upto)


def brought_back(computation: Computation) -> Inputs:
    """The inputs that a computation was made of, however much has changed since."""
    kept, round_ = computation.inputs, computation.round
    tree = AreaTree.of(Area(*row) for row in kept["areas"])
    found = Sources(
        framework=inspections.framework(round_),
        edition_sha256=round_.edition.sha256,
        tree=tree,
        duties=tuple(Duty(*row) for row in kept["duties"]),
        decisions=tuple(Decision(*row) for row in kept["decisions"]),
        population={(area, kind): number for area, kind, number in kept["population"]},
        settings=kept["settings"],
    )
    observations = inspections.frame(round_, computation.upto)
    return Inputs(found, observations, computation.upto)


def _tree(round_: Round) -> AreaTree:
    root = round_.campaign.area
    return AreaTree.of(
        Area(code, title, "" if code == root.code else parent or "", group, float(weight))
        for code, title, parent, group, weight in _area_rows(round_)
    )


def _area_rows(round_: Round) -> QuerySet[AreaRow, tuple[str, str, str | None, str, Decimal]]:
    columns = ("code", "title_zh", "parent__code", "group", "weight")
    rows: QuerySet[AreaRow, Any]
    rows = AreaRow.objects.below(round_.campaign.area.path).order_by("path").values_list(*columns)
    return rows


def _population(round_: Round) -> Population:
    inside = Point.objects.filter(active=True, area__path__startswith=round_.campaign.area.path)
    by = ("area__code", "point_kind__code")
    rows = inside.order_by().values_list(*by).annotate(n=Count("pk"))
    return {(area, kind): number for area, kind, number in rows}


def _seed(round_: Round) -> str:
    """What the resampling is seeded with: words that anyone can write down beforehand."""
    return f"{round_.campaign.code} {round_.year}-{round_.number}"
