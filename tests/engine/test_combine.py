"""Totals, ranks and rates in decimal, held against tables that cities published."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.combine import (
    WeightsError,
    differences,
    percent,
    percentages,
    ranked,
    unaccounted,
    weighted,
)
from chuangcheng.engine.ranking import Ranking, rank

CASES = Path(__file__).parents[1] / "cases"
SCORES = st.decimals(0, 100, places=2)


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def measures(name: str) -> dict[str, str]:
    return {row["measure"]: row["value"] for row in rows(name)}


def decimals(*texts: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, texts))


def test_it_gives_every_printed_total_of_nantong_but_the_citys_own_slip() -> None:
    streets = [row for row in rows("nantong_2017_08_streets") if row["total"]]
    totals = [
        weighted(
            decimals(row["system_40pct"], row["onsite_40pct"], row["duty_20pct"]),
            decimals("40", "40", "20"),
        )
        for row in streets
    ]
    [slip] = differences("total", decimals(*(row["total"] for row in streets)), totals)
    assert (streets[slip.row]["unit"], slip.by) == ("金沙街道", Decimal("-0.01"))


def test_it_ranks_villages_as_printed() -> None:
    villages = rows("nanan_matou_2019_05")
    found = ranked(decimals(*(row["score"] for row in villages)))
    assert found == [int(row["rank"]) for row in villages]


def test_it_ranks_each_printed_group_apart() -> None:
    units = rows("lianyungang_rankings")
    groups = [row["month"] + row["group_fullmark"] for row in units]
    found = ranked(decimals(*(row["score"] for row in units)), groups)
    assert found == [int(row["rank"]) for row in units]


@pytest.mark.parametrize(
    ("city", "rate", "count", "of"),
    [
        ("tianmen_2016_12", "结案率", "结案", "应结案"),
        ("tianmen_2016_12", "按期结案率", "按期结案", "应结案"),
        ("tianmen_2016_12", "部件类结案率", "部件类结案", "部件类应结案"),
        ("tianmen_2016_12", "监督员占比", "监督员巡查上报", "立案"),
        ("lianyungang_2017_04", "结案率", "结案", "应结案"),
        ("lianyungang_2017_04", "按期结案率", "按期结案", "应结案"),
        ("lianyungang_2017_04", "来源_监督员占比", "来源_监督员", "受理"),
        ("lianyungang_2017_04", "类别_市政占比", "类别_市政管理", "受理"),
        ("nantong_2016_12_cases", "总结案率", "结案", "应结案"),
        ("nantong_2016_12_cases", "事件1_占比", "事件1_暴露垃圾", "有效案件"),
        ("nantong_2016_12_cases", "部件1_占比", "部件1_垃圾房(桶)", "有效案件"),
        ("suzhou_anhui_2022_03", "处置率", "处置", "应处置"),
    ],
)
def test_it_gives_rates_as_printed(city: str, rate: str, count: str, of: str) -> None:
    said = measures(city)
    assert percent(int(said[count]), int(said[of])) == Decimal(said[rate])


def test_it_gives_every_printed_share_of_a_sample() -> None:
    sample = [row for row in rows("hangzhou_2015_sample") if row["dimension"] != "total"]
    found = [percent(int(row["count"]), 3275, places=1) for row in sample]
    assert found == [Decimal(row["share_pct_printed"]) for row in sample]


def test_it_gives_the_printed_backlog() -> None:
    said = measures("nantong_2016_12_cases")
    assert unaccounted(int(said["应结案"]), [int(said["结案"])]) == int(said["超时未结案"])


def test_it_finds_that_a_bulletin_contradicts_itself() -> None:
    said = measures("suzhou_anhui_2022_03")
    events = [int(n) for name, n in said.items() if name.startswith("事件_")]
    sources = [int(n) for name, n in said.items() if name.startswith("来源_")]
    assert unaccounted(int(said["事件(分述)"]), events) == 4
    assert unaccounted(int(said["受理"]), sources) == -2


def test_it_finds_bands_that_add_up_to_their_villages() -> None:
    towns = rows("xiangan_bands")
    bands = ("excellent", "good", "pass", "fail")
    assert towns
    assert not any(unaccounted(int(t["villages"]), [int(t[b]) for b in bands]) for t in towns)


def test_it_takes_the_weights_of_every_published_scheme() -> None:
    schemes: dict[tuple[str, ...], list[Decimal]] = {}
    for row in rows("weight_schemes"):
        key = (row["place"], row["year"], row["scope"])
        schemes.setdefault(key, []).append(Decimal(row["weight_pct"]))
    assert all(percentages(weights) == tuple(weights) for weights in schemes.values())


@pytest.mark.parametrize("weights", [("40", "40"), ("120", "-20"), ("100", "0"), ()])
def test_it_refuses_weights_that_are_no_shares_of_a_hundred(weights: tuple[str, ...]) -> None:
    with pytest.raises(WeightsError):
        percentages(decimals(*weights))


@pytest.mark.parametrize(
    ("weights", "normalise", "said"),
    [
        (("40", "40"), False, "the weights add up to 80, not 100; correct one or normalise them"),
        (("100", "0"), False, "the weight 0 is not above 0; correct it or leave it out"),
        (("120", "-20"), False, "the weight -20 is not above 0; correct it or leave it out"),
        (("50", "0"), True, "the weight 0 is not above 0; correct it or leave it out"),
        ((), True, "there are no weights; give at least one"),
    ],
)
def test_it_says_what_is_wrong_with_weights(
    weights: tuple[str, ...], normalise: bool, said: str
) -> None:
    with pytest.raises(WeightsError) as refused:
        percentages(decimals(*weights), normalise=normalise)
    assert str(refused.value) == said


def test_it_normalises_weights_when_told_to() -> None:
    assert weighted(decimals("90", "60"), percentages(decimals("2", "1"), normalise=True)) == 80


def test_it_rounds_half_up_once_and_truncates_when_told_to() -> None:
    half = decimals("92.125")
    assert weighted(half, decimals("100")) == Decimal("92.13")
    assert weighted(half, decimals("100"), rounding="truncate") == Decimal("92.12")


def test_it_leaves_out_what_was_not_printed() -> None:
    assert differences("total", [None, Decimal(3)], [Decimal(1), Decimal(3)]) == []


@given(st.lists(SCORES, min_size=1, max_size=9))
def test_it_ranks_by_how_many_are_higher(totals: list[Decimal]) -> None:
    found = ranked(totals)
    assert found == [1 + sum(other > mine for other in totals) for mine in totals]


@given(st.lists(SCORES, min_size=1, max_size=9))
def test_it_gives_ordinal_ranks_once_each_in_the_order_of_the_table(totals: list[Decimal]) -> None:
    found = ranked(totals, ranking="ordinal")
    by_rank = sorted(range(len(totals)), key=found.__getitem__)
    assert by_rank == sorted(range(len(totals)), key=lambda row: (-totals[row], row))


@pytest.mark.parametrize("ranking", ["competition", "ordinal"])
@given(totals=st.lists(st.integers(0, 9), max_size=9))
def test_it_ranks_decimals_as_it_ranks_whole_numbers(totals: list[int], ranking: Ranking) -> None:
    # A difference far below what a float can hold still makes a rank.
    exact = [Decimal(90) + Decimal(total).scaleb(-25) for total in totals]
    assert ranked(exact, ranking=ranking) == rank(totals, ranking).tolist()


@given(SCORES, st.lists(st.decimals(1, 99, places=1), min_size=1, max_size=5))
def test_it_gives_back_what_all_components_share(score: Decimal, weights: list[Decimal]) -> None:
    per_cent = percentages(weights, normalise=True)
    assert weighted([score] * len(weights), per_cent) == score
