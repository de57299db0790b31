"""The standard roles, read from data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict


class StandardRole(BaseModel):
    """A role's names, and whether its grants are for the holder's own units."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    by_unit: bool = False


@cache
def standard_roles() -> dict[str, StandardRole]:
    """The standard roles by code."""
    text = files(__package__).joinpath("data/roles.yaml").read_text(encoding="utf-8")
    return {code: StandardRole.model_validate(role) for code, role in yaml.safe_load(text).items()}
