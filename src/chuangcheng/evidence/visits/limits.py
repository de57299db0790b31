"""Figures of the field: shipped, and replaced part by part by an office's own file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Phone(_Figures):
    """What every phone is told."""

    photo_px: PositiveInt
    photo_quality: float = Field(gt=0, le=1)
    remark_min: int = Field(ge=0)
    geofence_m: PositiveFloat
    chunk_bytes: PositiveInt
    clock_warn_s: PositiveFloat


class Intake(_Figures):
    """At which pace what came is taken in."""

    inline_every_s: PositiveFloat
    inline_most: PositiveInt
    slot_s: PositiveInt
    batch: PositiveInt


class Doubts(_Figures):
    """What is flagged."""

    fastest_kmh: PositiveFloat
    near_m: PositiveFloat


class Limits(_Figures):
    """All figures."""

    phone: Phone
    intake: Intake
    doubts: Doubts


@cache
def limits() -> Limits:
    """The figures in force."""
    shipped = files(__package__).joinpath("data/field.yaml").read_text(encoding="utf-8")
    own = settings.DATA_DIR / "field.yaml"
    given: dict[str, Any] = yaml.safe_load(shipped)
    for part, figures in (yaml.safe_load(own.read_text("utf-8")) if own.exists() else {}).items():
        given[part] = {**given.get(part, {}), **figures}
    return Limits.model_validate(given)
