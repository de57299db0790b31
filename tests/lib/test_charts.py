"""Charts in rows: shapes of the right length, within the picture, and nothing else in them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.lib import charts

any_share = st.floats(-2, 3, allow_nan=False)


def widths(chart: str) -> dict[str, float]:
    """The width of each bar by its class."""
    return {e.attrib["class"]: float(e.attrib["width"]) for e in ET.fromstring(chart)
            if e.tag == "rect"}  # fmt: skip


def test_it_draws_a_share_and_its_interval() -> None:
    drawn = charts.bar(0.75, 0.5, 1)
    assert widths(drawn) == {"track": 100, "fill": 75}
    assert "M50.00 6H100.00" in drawn


def test_it_draws_no_interval_where_an_end_is_missing() -> None:
    assert "whisker" not in charts.bar(0.5, 0.4, None)


@given(any_share, any_share, any_share)
def test_it_never_draws_beyond_its_edges(share: float, low: float, high: float) -> None:
    for drawn in (charts.bar(share, low, high), charts.span(low, share), charts.loss(share)):
        assert all(0 <= width <= 100 for width in widths(drawn).values())


def test_it_leaves_out_rounds_without_a_value() -> None:
    drawn = charts.slope([[0.0, None, 1.0]], height=10)
    assert 'd="M2.00 10.00 L98.00 0.00"' in drawn


def test_it_marks_every_place_only_where_asked() -> None:
    at = [(0.0, 1.0), (2.0, 3.0)]
    assert charts.course(at, mark="mark").count("h0") == 2
    assert charts.course(at).count("h0") == 0
