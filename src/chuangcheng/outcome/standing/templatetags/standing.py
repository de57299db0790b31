"""Points, margins and bars in templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from markupsafe import Markup

from chuangcheng.ground.areas.models import group_in_words
from chuangcheng.lib import charts
from chuangcheng.outcome.standing import printing
from chuangcheng.outcome.standing.reading import Point

register = template.Library()
register.filter("points", printing.points)
register.filter("exactly", printing.exactly)
register.filter("change", printing.change)
register.filter("percent", printing.percent)
register.filter("group", group_in_words)


@register.filter
def margin(found: Any) -> str:  # noqa: ANN401  # anything with low and high
    """The interval of a node or a rank."""
    return printing.margin(found.low, found.high)


@register.simple_tag
def bar(share: float | None, low: float | None = None, high: float | None = None) -> Markup:
    """A bar of a share from 0 to 1, with the ends of its interval where there is one."""
    return charts.bar(share or 0.0, low, high)


@register.simple_tag
def course(trend: Sequence[Point]) -> Markup:
    """The rounds of an area as a line with a mark at each."""
    return charts.course([(point.x, point.y) for point in trend], mark="mark")
