"""What is taken and what is doubtful: shipped figures, which an office's own file may replace."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt

from chuangcheng.lib import photohash


class Limits(BaseModel):
    """All figures of photographs; each is explained in the shipped file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    most_bytes: PositiveInt
    most_pixels: PositiveInt
    least_free_bytes: NonNegativeInt
    partial_days: PositiveInt
    lost_hours: PositiveInt
    picture_px: PositiveInt
    thumbnail_px: PositiveInt
    quality: int = Field(ge=1, le=95)
    same_bits: NonNegativeInt
    look_bits: NonNegativeInt
    look_among: tuple[Literal["person", "point"], ...]
    others: PositiveInt
    within_visit: bool
    geofence_m: NonNegativeInt
    slack_minutes: NonNegativeInt
    editors: tuple[str, ...]

    @property
    def likeness(self) -> photohash.Limits:
        """How near two hashes are to be called the same, or to be looked at."""
        return photohash.Limits(self.same_bits, self.look_bits)


@cache
def limits() -> Limits:
    """The figures in force."""
    shipped = files(__package__).joinpath("data/photographs.yaml").read_text(encoding="utf-8")
    own = settings.DATA_DIR / "photographs.yaml"
    given = yaml.safe_load(own.read_text(encoding="utf-8")) if own.exists() else {}
    return Limits.model_validate({**yaml.safe_load(shipped), **(given or {})})
