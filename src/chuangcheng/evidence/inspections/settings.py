"""What is taken for granted of rounds: shipped, and replaced by an office's own file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict

from chuangcheng.evidence.inspections.models import RoundKind


class Rounds(BaseModel):
    """The defaults; `secret` are the kinds of which nobody but their members should know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    secret: tuple[RoundKind, ...]


@cache
def defaults() -> Rounds:
    """The defaults in force."""
    own = settings.DATA_DIR / "rounds.yaml"
    shipped = files(__package__).joinpath("data/rounds.yaml").read_text(encoding="utf-8")
    text = own.read_text(encoding="utf-8") if own.exists() else shipped
    given: dict[str, Any] = yaml.safe_load(text)
    return Rounds.model_validate(given)
