"""Figures of problems: shipped, and replaced by an office's own file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveFloat


class Limits(BaseModel):
    """All figures; each is explained in the shipped file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    near_m: PositiveFloat


@cache
def limits() -> Limits:
    """The figures in force."""
    shipped = files(__package__).joinpath("data/problems.yaml").read_text(encoding="utf-8")
    own = settings.DATA_DIR / "problems.yaml"
    given = yaml.safe_load(own.read_text(encoding="utf-8")) if own.exists() else {}
    return Limits.model_validate({**yaml.safe_load(shipped), **(given or {})})
