"""Who answers for a standard: one unit, or a lead with partners who bear its losses by shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Duty:
    """A unit's share in what an item or a standard loses; an empty area means every area."""

    unit: str
    share: float = 1.0
    standard: str = ""
    item: str = ""
    area: str = ""


def shared(duties: Sequence[Duty], losses: pl.DataFrame) -> pl.DataFrame:
    """Losses with the units of the duty table in place of those named in the street.

    The closest duty decides: of the item before the standard, of the area before all areas.
    Shares are taken relative to each other, so the sum of the losses never changes.
    What no duty covers stays with the unit that the observation named.
    """
    if not duties:
        return losses
    borne = losses.with_row_index("row").join(
        _bearers(duties, losses), on=["area", "standard", "item"], how="left", maintain_order="left"
    )
    borne = borne.with_columns(
        unit=pl.coalesce("bearer", "unit"), lost=pl.col("lost") * pl.col("portion").fill_null(1.0)
    )
    keys = [name for name in losses.columns if name not in ("lost", "faults")]
    summed = borne.group_by(keys, maintain_order=True).agg(pl.col("faults", "lost").sum())
    return summed.select(losses.columns)


def _bearers(duties: Sequence[Duty], losses: pl.DataFrame) -> pl.DataFrame:
    """Who bears the losses of each area × standard × item that a duty covers, and how much."""
    table: dict[tuple[str, str, str], list[Duty]] = {}
    for duty in duties:
        key = (duty.area, "" if duty.item else duty.standard, duty.item)
        table.setdefault(key, []).append(duty)
    rows = []
    for area, standard, item in losses.select("area", "standard", "item").unique().iter_rows():
        closest = ((area, "", item), ("", "", item), (area, standard, ""), ("", standard, ""))
        together = next((table[key] for key in closest if key in table), [])
        whole = sum(duty.share for duty in together)
        rows += [(area, standard, item, duty.unit, duty.share / whole) for duty in together]
    columns = {"area": str, "standard": str, "item": str, "bearer": str, "portion": float}
    return pl.DataFrame(rows, schema=columns, orient="row")
