"""Points, margins and bars in templates."""

from __future__ import annotations

from typing import Any

from django import template

from chuangcheng.outcome.standing import printing

register = template.Library()
register.filter("points", printing.points)
register.filter("exactly", printing.exactly)
register.filter("change", printing.change)
register.filter("percent", printing.percent)


@register.filter
def margin(found: Any) -> str:  # noqa: ANN401  # anything with low and high
    """The interval of a node or a rank."""
    return printing.margin(found.low, found.high)


@register.inclusion_tag("standing/bar.html")
def bar(
    share: float | None, low: float | None = None, high: float | None = None, kind: str = "fill"
) -> dict[str, Any]:
    """A bar of a share from 0 to 1, with the ends of its interval where there is one."""
    whole = [
        f"{max(0.0, min(1.0, end)) * 100:.2f}" for end in (share or 0.0, low or 0.0, high or 0.0)
    ]
    known = low is not None and high is not None
    return {"share": whole[0], "low": whole[1], "high": whole[2], "margin": known, "kind": kind}
