"""What is said of the areas that the tests write."""

from __future__ import annotations

from chuangcheng.ground.areas.models import Level
from chuangcheng.ground.areas.rules import AreaFacts


def facts(code: str) -> AreaFacts:
    """An area called by its code."""
    return AreaFacts(code=code, title_zh=code, level=Level.COUNTY)
