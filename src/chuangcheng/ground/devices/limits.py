"""How phones are paired: shipped figures, which an office's own file may replace."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, PositiveInt


class Limits(BaseModel):
    """All figures of pairing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pairing_minutes: PositiveInt
    code_length: int = Field(ge=10)
    seen_minutes: PositiveInt


@cache
def limits() -> Limits:
    """The figures in force."""
    shipped = files(__package__).joinpath("data/devices.yaml").read_text(encoding="utf-8")
    own = settings.DATA_DIR / "devices.yaml"
    given = yaml.safe_load(own.read_text(encoding="utf-8")) if own.exists() else {}
    return Limits.model_validate({**yaml.safe_load(shipped), **given})
