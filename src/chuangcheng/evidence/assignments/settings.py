"""How work is shared out unless a round says otherwise: shipped, and replaced by an office's own."""

from __future__ import annotations

from datetime import time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.conf import settings
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from chuangcheng.engine.assigning import Pace
from chuangcheng.evidence.assignments.rules import Team


def _clock(said: object) -> time:
    # Without quotes YAML reads 9:30 as 570, which would pass for seconds after midnight.
    try:
        return time.fromisoformat(said.zfill(len("00:00")) if isinstance(said, str) else "")
    except ValueError:
        raise PydanticCustomError("clock", 'Write times in quotes, such as "09:30"') from None


Clock = Annotated[time, BeforeValidator(_clock)]


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

    team: Team
    twice: float = Field(ge=0, le=1)
    starts: Clock
    minutes: Minutes
    metres: float
    solving: float
    together: float
    hours: dict[str, tuple[Clock, Clock]]
    patrol: int
    few: Few

    @property
    def pace(self) -> Pace:
        """The pace as the engine takes it."""
        return Pace(self.minutes.visit, self.minutes.item, self.metres)


@cache
def defaults() -> Assigning:
    """The defaults in force. Raises ValidationError, YAMLError or UnicodeDecodeError."""
    given = yaml.safe_load(files(__package__).joinpath("data/assigning.yaml").read_text("utf-8"))
    own = _own()
    replaced = yaml.safe_load(own.read_text("utf-8")) if own.exists() else None
    if not isinstance(replaced or {}, dict):
        raise yaml.YAMLError("names with their figures are wanted, such as “patrol: 3”")
    return Assigning.model_validate(_laid_over(given, replaced or {}))


def faults() -> list[str]:
    """What is wrong with the office's own file, a sentence each."""
    try:
        defaults()
    except ValidationError as error:
        return [
            f"{_own()}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}."
            for fault in error.errors()
        ]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return [f"{_own()}: this cannot be read as YAML in UTF-8: {error}."]
    return []


def _own() -> Path:
    return Path(settings.DATA_DIR) / "assigning.yaml"


def _laid_over(given: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """An office's figures over those shipped, one by one; an empty one takes it out of its entry."""
    laid = dict(given)
    for name, said in own.items():
        old = given.get(name)
        if isinstance(old, dict) and isinstance(said, dict):
            figures = {**old, **said}
            said = {key: figure for key, figure in figures.items() if figure is not None}  # noqa: PLW2901
        laid[name] = said
    return laid
