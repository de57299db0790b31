"""The report's words are complete, used, and its figures add up."""

import re
from decimal import Decimal
from importlib.resources import files

import yaml
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.analyst.report.figures import column, number, percent, short, signed, within
from chuangcheng.analyst.report.words import both, word
from chuangcheng.engine.framework import Text, Title

PACKAGE = files("chuangcheng.analyst.report")
WORDS = yaml.safe_load(PACKAGE.joinpath("words.yaml").read_text(encoding="utf-8"))
points = st.integers(0, 10**9).map(lambda ticks: ticks / 10**7)


def test_it_has_every_word_in_both_languages_with_the_same_places() -> None:
    for key, (zh, en) in WORDS.items():
        assert re.search("[\u4e00-\u9fff：{、]", zh) or key == "language"
        assert not re.search("[\u4e00-\u9fff]", en) or key == "language"
        assert set(re.findall(r"{\w+}", zh)) == set(re.findall(r"{\w+}", en)), key


def test_it_has_no_word_that_is_never_used() -> None:
    sources = [*PACKAGE.iterdir(), *PACKAGE.joinpath("templates").iterdir()]
    text = "".join(
        source.read_text(encoding="utf-8")
        for source in sources
        if source.is_file() and source.name != "words.yaml"
    )
    made = ("g_", "p_", "why_", "sub_", "kind_", "n_rounding_")
    unused = [key for key in WORDS if f'"{key}"' not in text and not key.startswith(made)]
    assert unused == []


def test_it_fills_a_title_in_by_language() -> None:
    filled = word("at_own_price", area=Title(zh="甲镇", en="Jia"))
    assert "甲镇" in filled.zh
    assert "Jia" in filled.en


def test_it_shows_one_text_where_both_are_the_same() -> None:
    assert both(Title(zh="C#", en="C#")) == "C#"
    assert both(Title(zh="<b>")) == "&lt;b&gt;"
    assert both(Title(zh="甲", en="a&b")).count("span lang") == 2


def test_it_shows_a_text_in_the_one_language_it_has() -> None:
    assert both(Text(en="A & b")) == "A &amp; b"
    assert both(Text(zh="甲。\nA word.")).count("span lang") == 2


@given(st.lists(points, min_size=1, max_size=30), st.integers(0, 4))
def test_it_rounds_a_column_so_that_it_adds_up(values: list[float], places: int) -> None:
    total = sum(Decimal(str(value)) for value in values).quantize(Decimal(1).scaleb(-places))
    figures = column(total, values, places)
    assert sum(figures) == total
    step = Decimal(1).scaleb(-places)
    assert all(abs(f - Decimal(str(v))) <= step for f, v in zip(figures, values, strict=True))


@given(st.lists(st.tuples(points, st.floats(0, 1)), min_size=1, max_size=20))
def test_it_never_prints_more_lost_than_possible(rows: list[tuple[float, float]]) -> None:
    most, lost = [value for value, _ in rows], [value * share for value, share in rows]
    step, cent = Decimal("0.01"), lambda values: Decimal(str(sum(values))).quantize(Decimal("0.01"))
    possible = column(cent(most), most, 2)
    printed = within(column(min(cent(lost), cent(most)), lost, 2), possible, step)
    assert sum(printed) == min(cent(lost), cent(most))
    assert all(a <= b for a, b in zip(printed, possible, strict=True))


def test_it_rounds_each_on_its_own_where_they_are_no_parts_of_the_total() -> None:
    assert column(Decimal("9.00"), [1.0, 2.0], 2) == [Decimal("1.00"), Decimal("2.00")]


def test_it_prints_numbers_as_readers_know_them() -> None:
    assert number(Decimal("-1.50")) == "−1.50"
    assert (signed(Decimal("0.50")), signed(Decimal("-0.50"))) == ("+0.50", "−0.50")
    assert (percent(0.7374), percent(1, 0), percent(None)) == ("73.7%", "100%", "—")
    assert (short(2.0), short(0.05), short(12.5)) == ("2", "0.05", "12.5")
