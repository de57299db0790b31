"""How work is shared out unless a round says otherwise: shipped, and replaced by an office's own."""

from __future__ import annotations

from datetime import time
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict

from chuangcheng.engine.assigning import Pace


class Minutes(BaseModel):
    """What a visit takes: by itself, and for each item."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    visit: float
    item: float


class Few(BaseModel):
    """Below these agreement says too little."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pairs: int
    points: int


class Assigning(BaseModel):
    """The defaults; `hours` are by the code of a kind of point, `patrol` is in days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: int
    twice: float
    starts: time
    minutes: Minutes
    metres: float
    solving: float
    together: float
    hours: dict[str, tuple[time, time]]
    patrol: int
    few: Few

    @property
    def pace(self) -> Pace:
        """The pace as the engine takes it."""
        return Pace(self.minutes.visit, self.minutes.item, self.metres)


@cache
def defaults() -> Assigning:
    """The defaults in force."""
    shipped = files(__package__).joinpath("data/assigning.yaml").read_text(encoding="utf-8")
    own = settings.DATA_DIR / "assigning.yaml"
    given: dict[str, Any] = yaml.safe_load(shipped)
    replaced = yaml.safe_load(own.read_text(encoding="utf-8")) if own.exists() else None
    return Assigning.model_validate({**given, **(replaced or {})})
