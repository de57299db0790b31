"""The shapes in which a headquarters can be set up, read from data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from chuangcheng.ground.words import Words


class Structure(BaseModel):
    """A headquarters, its office, and its working groups by code."""

    model_config = ConfigDict(frozen=True)

    title: Words
    basis: str
    headquarters: Words
    office: Words
    groups: dict[str, Words]


@cache
def structures() -> dict[str, Structure]:
    """The known shapes by code."""
    text = files(__package__).joinpath("data/headquarters.yaml").read_text(encoding="utf-8")
    given: dict[str, Any] = yaml.safe_load(text)
    return {code: Structure.model_validate(shape) for code, shape in given.items()}
