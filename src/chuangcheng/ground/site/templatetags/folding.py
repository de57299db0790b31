"""What stands folded on a phone still tells how much of it is set."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from chuangcheng.ground.site.tables import Control

register = template.Library()


@register.filter
def number_set(controls: Iterable[Control]) -> int:
    """How many filters above a table are set."""
    return sum(bool(control.chosen) for control in controls)
