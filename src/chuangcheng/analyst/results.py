"""The tables of a scored round, written together or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from chuangcheng.analyst.rounds import Round
from chuangcheng.engine.resampling import Resampled
from chuangcheng.tables import saving

_NODE = ["area", "kind", "node"]


@dataclass(frozen=True)
class Results:
    """Scores, losses and ranks; with margins where the round was a sample of points."""

    scores: pl.DataFrame
    losses: pl.DataFrame
    ranks: pl.DataFrame
    resampled: Resampled | None = None

    @classmethod
    def of(cls, round_: Round, *, draws: int = 0, seed: str = "") -> Results:
        """The tables of a round; `draws` resamples of its points, none for 0."""
        assessment = round_.assessment
        scores, ranks = assessment.scores(), assessment.ranks()
        resampled = round_.resampled(draws, seed) if draws and round_.sampled() else None
        if resampled is not None:
            scores = _with_margins(scores, resampled)
            ranks = _with_rank_margins(ranks, resampled)
        return cls(scores, assessment.losses(), ranks, resampled)

    def write(self, folder: Path) -> None:
        """Each table as CSV and as Parquet into a folder that is there."""
        for name, table in self._tables().items():
            saving.write_csv(table, folder / f"{name}.csv")
            table.write_parquet(folder / f"{name}.parquet")

    def _tables(self) -> dict[str, pl.DataFrame]:
        return {"scores": self.scores, "losses": self.losses, "ranks": self.ranks}

    def summary(self) -> list[dict[str, Any]]:
        """The ranks as plain rows, for a program or a small table."""
        return self.ranks.to_dicts()


def _with_margins(scores: pl.DataFrame, resampled: Resampled) -> pl.DataFrame:
    margins = resampled.intervals().select(*_NODE, "low", "high")
    return scores.join(margins, on=_NODE, how="left", maintain_order="left")


def _with_rank_margins(ranks: pl.DataFrame, resampled: Resampled) -> pl.DataFrame:
    margins = resampled.rank_intervals().select(
        "area", rank_low="low", rank_high="high", rank_probability="probability"
    )
    return ranks.join(margins, on="area", how="left", maintain_order="left")
