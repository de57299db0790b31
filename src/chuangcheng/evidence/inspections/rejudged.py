"""What a round would count if some of its observations had been judged otherwise.

Only what counts can be judged otherwise: a blind second visit never counted. A visit judged by
parts counts as one, so where a part is judged otherwise the whole is taken out and put in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from chuangcheng.engine.repeats import folded
from chuangcheng.engine.rules import Rule
from chuangcheng.evidence.inspections.columns import raw
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.queries import learnt
from chuangcheng.evidence.inspections.rules import Judgement

_SAID = {"id": pl.Int64, "result": pl.String, "count": pl.Float64, "of": pl.Float64}
_ONE = ["visit", "item"]


@dataclass(frozen=True)
class Rejudged:
    """Observations as found, whole visits by parts among them, and what is said of some instead."""

    found: pl.DataFrame
    said: pl.DataFrame
    rules: Mapping[str, Rule]

    @property
    def areas(self) -> dict[int, str]:
        """The area's code of each observation that is judged otherwise, by its key."""
        mine = self.found.join(self.said.select("id"), on="id", how="semi")
        return dict(mine.select("id", "area").iter_rows())

    def swapped(self, keys: Collection[int]) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What counted, and what counts instead, where these observations are judged otherwise."""
        said = self.said.filter(pl.col("id").is_in(list(keys)))
        touched = self.found.join(said, on="id", how="semi").select(_ONE).unique()
        rows = self.found.join(touched, on=_ONE, how="semi", maintain_order="left")
        told = rows.select("id").join(said, on="id", how="left", maintain_order="left")
        otherwise = pl.col("id").is_in(said["id"].implode())
        instead = rows.with_columns(
            pl.when(otherwise).then(told[name]).otherwise(pl.col(name)).alias(name)
            for name in ("result", "count", "of")
        )
        return folded(self.rules, rows), folded(self.rules, instead)


def rejudged(round_: Round, said: Mapping[int, Judgement]) -> Rejudged:
    """What counts in a round of the visits to which some observations belong, by two queries.

    `said` holds what is said instead, by the key of the observation.
    """
    rows = Observation.objects.filter(round=round_)
    visits = set(rows.filter(pk__in=list(said)).values_list("visit", flat=True))
    found = raw(rows.filter(visit__in=visits).counting())
    told = [(key, one.result, one.count, one.of) for key, one in said.items()]
    instead = pl.DataFrame(told, _SAID, orient="row")
    touched = found.join(instead, on="id", how="semi").select(_ONE).unique()
    found = found.join(touched, on=_ONE, how="semi", maintain_order="left")
    return Rejudged(found, instead, learnt(round_).rules)
