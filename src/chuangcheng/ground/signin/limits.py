"""How signing in is guarded: shipped figures, which an office's own file may replace."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, PositiveInt


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Throttle(_Figures):
    """So many failures in so many minutes, then a wait."""

    failures: PositiveInt
    minutes: PositiveInt


class Session(_Figures):
    """When a session ends by itself."""

    idle_minutes: PositiveInt
    longest_hours: PositiveInt


class Password(_Figures):
    """What a password must be."""

    shortest: PositiveInt
    besides_words: PositiveInt
    words: tuple[str, ...]


class Totp(_Figures):
    """How one-time codes are checked."""

    steps_either_side: int
    recovery_codes: PositiveInt
    pending_minutes: PositiveInt


class Limits(_Figures):
    """All figures of the guard."""

    person_at_address: Throttle
    address: Throttle
    session: Session
    password: Password
    totp: Totp


@cache
def limits() -> Limits:
    """The figures in force."""
    shipped = files(__package__).joinpath("data/signin.yaml").read_text(encoding="utf-8")
    own = settings.DATA_DIR / "signin.yaml"
    given: dict[str, Any] = yaml.safe_load(shipped)
    for part, figures in (yaml.safe_load(own.read_text("utf-8")) if own.exists() else {}).items():
        given[part] = {**given.get(part, {}), **figures}
    return Limits.model_validate(given)
