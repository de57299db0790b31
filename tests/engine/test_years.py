"""The total of several years."""

from decimal import Decimal

import pytest

from chuangcheng.engine.combine import WeightsError
from chuangcheng.engine.years import year_columns, year_of, years_total

YEARS = [Decimal("91.2"), Decimal("92.4"), Decimal("94.65")]


def test_it_weighs_the_last_year_most() -> None:
    assert years_total(YEARS, [Decimal(15), Decimal(25), Decimal(60)]) == Decimal("93.57")


def test_it_takes_other_weights_as_data() -> None:
    assert years_total(YEARS, [Decimal(20), Decimal(20), Decimal(60)]) == Decimal("93.51")


def test_it_cuts_off_where_an_office_does() -> None:
    total = years_total(YEARS, [Decimal(20), Decimal(20), Decimal(60)], 1, "truncate")
    assert total == Decimal("93.5")


def test_it_refuses_weights_that_are_not_a_hundred() -> None:
    with pytest.raises(WeightsError, match="add up to 90"):
        years_total(YEARS, [Decimal(15), Decimal(25), Decimal(50)])


def test_it_refuses_a_year_without_a_weight() -> None:
    with pytest.raises(ValueError, match="shorter"):
        years_total(YEARS, [Decimal(40), Decimal(60)])


@pytest.mark.parametrize(
    ("header", "year"), [("2018", 2018), (" 2019年度", 2019), ("2020 score", 2020), ("20201", None)]
)
def test_it_reads_the_year_of_a_header(header: str, year: int | None) -> None:
    assert year_of(header) == year


def test_it_puts_years_in_order() -> None:
    assert year_columns(["城市", "2020年", "2018年", "2019年", "总评"]) == [2, 3, 1]
