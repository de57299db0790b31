"""Coefficients of agreement come out as their authors published them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.agreement import Agreement, Ratings, ac1, alpha, kappa, ratings

Z95 = 1.959963984540054


def table(rows: list[list[int]]) -> Ratings:
    """Ratings of two raters from how often they gave each pair of answers."""
    pairs = [(i, j) for i, row in enumerate(rows) for j, n in enumerate(row) for _ in range(n)]
    return ratings(pairs, range(len(rows)))


def error(found: Agreement) -> float:
    """The standard error, from the lower end, which is never cut off in these examples."""
    return (found.value - found.low) / Z95


#: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
#: Measurement 20 (1960), and "Weighted kappa", Psychological Bulletin 70 (1968).
COHEN = table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
COHEN_WEIGHTS = 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
#: J. L. Fleiss, J. Cohen and B. S. Everitt, Psychological Bulletin 72 (1969).
FLEISS = table([[106, 10, 4], [22, 28, 10], [2, 12, 6]])
FLEISS_WEIGHTS = np.array([[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]])
#: Two dermatologists, in the documentation of PROC FREQ of SAS/STAT.
SKIN = table([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])
#: Two abstractors of 100 records, from K. L. Gwet's handbook (2014), with the figures of his
#: package irrCAC.
ABSTRACTORS = table([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
#: The paradox that AC1 was made for: 125 persons, 118 of whom both raters call sound.
PARADOX = table([[118, 5], [2, 0]])
N = None
#: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section E: four observers,
#: twelve units, answers missing; also in Gwet's handbook.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
KRIPPENDORFF = ratings(list(zip(*OBSERVERS, strict=True)))

ANSWERS = st.lists(
    st.tuples(*[st.sampled_from(["pass", "fail", "na"])] * 2), min_size=2, max_size=30
)


def test_it_gives_kappa_as_cohen_did():
    assert round(kappa(COHEN).value, 3) == 0.492
    assert round(kappa(COHEN, COHEN_WEIGHTS).value, 3) == 0.348


def test_it_gives_the_variances_that_fleiss_cohen_and_everitt_gave():
    plain, weighted = kappa(FLEISS), kappa(FLEISS, FLEISS_WEIGHTS)
    assert (round(plain.value, 3), round(weighted.value, 3)) == (0.429, 0.507)
    assert round(error(plain) ** 2, 6) == 0.002885
    assert round(error(weighted) ** 2, 6) == 0.003248


@pytest.mark.parametrize(
    ("weights", "value", "standard_error"), [("none", 0.3449, 0.0724), ("linear", 0.5082, 0.0655)]
)
def test_it_gives_kappa_on_a_scale_as_others_do(weights, value: float, standard_error: float):
    found = kappa(SKIN, weights)
    assert (round(found.value, 4), round(error(found), 4)) == (value, standard_error)


def test_it_gives_the_coefficients_of_gwets_handbook():
    values = [measure(ABSTRACTORS).value for measure in (kappa, ac1, alpha)]
    assert values == pytest.approx([0.7964094, 0.8493305, 0.7972585], abs=5e-8)
    assert error(kappa(ABSTRACTORS)) == pytest.approx(0.05891072, abs=5e-9)
    # Of tables he divides by n, of lists of answers by n − 1.
    assert error(ac1(ABSTRACTORS)) * math.sqrt(0.99) == pytest.approx(0.04321747, abs=5e-9)


def test_it_gives_alpha_and_ac1_with_answers_missing():
    assert round(alpha(KRIPPENDORFF).value, 3) == 0.743
    assert round(ac1(KRIPPENDORFF).value, 5) == 0.77544
    assert round(error(ac1(KRIPPENDORFF)), 5) == 0.14295
    assert alpha(KRIPPENDORFF).units == 11


def test_it_resamples_an_interval_of_alpha_near_the_published_one():
    found = alpha(ABSTRACTORS)  # published: 0.680 to 0.914, by linearisation
    assert (found.low, found.high) == pytest.approx((0.68, 0.914), abs=0.025)


def test_it_sees_agreement_where_kappa_sees_none():
    assert round(kappa(PARADOX).value, 4) == -0.0234
    assert round(ac1(PARADOX).value, 4) == 0.9408
    assert kappa(PARADOX).observed == ac1(PARADOX).observed == 0.944


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
@given(answers=ANSWERS)
def test_it_does_not_mind_the_order_of_units_raters_or_answers(measure, answers):
    known = ["pass", "fail", "na"]
    value = measure(ratings(answers, known)).value
    turned = [pair[::-1] for pair in reversed(answers)]
    assert measure(ratings(turned, known[::-1])).value == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
@given(answers=ANSWERS)
def test_it_lies_in_its_interval_and_below_one(measure, answers):
    found = measure(ratings(answers, ["pass", "fail", "na"]))
    if not found.undefined:
        assert -1 <= found.low <= found.value <= found.high <= 1


@given(ANSWERS, st.integers(0, 29))
def test_it_rises_with_agreement(answers, place: int):
    place %= len(answers)
    agreeing = [*answers[:place], (answers[place][0],) * 2, *answers[place + 1 :]]
    before, after = (ac1(ratings(a, ["pass", "fail", "na"])).value for a in (answers, agreeing))
    assert after >= before or answers[place][0] == answers[place][1]


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
def test_it_takes_the_same_answer_everywhere_for_no_evidence(measure):
    found = measure(ratings([("pass", "pass")] * 8))
    assert found == Agreement(None, None, None, 1.0, 8, "one answer only")


def test_it_counts_the_same_answer_as_agreement_where_others_were_possible():
    found = ac1(ratings([("pass", "pass")] * 8, ["pass", "fail"]))
    assert (found.value, found.high, found.undefined) == (1.0, 1.0, "")
    assert found.low == pytest.approx(8 / (8 + Z95**2))  # Wilson's limit of 8 out of 8


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
@pytest.mark.parametrize("answers", [[], [("pass", "fail")], [("pass", None), (None, "fail")] * 4])
def test_it_says_when_too_few_were_judged_twice(measure, answers):
    found = measure(ratings(answers or [(None, None)], ["pass", "fail"]))
    assert (found.value, found.undefined) == (None, "too few units")


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
def test_it_is_sure_of_full_agreement_only_with_many_units(measure):
    few, many = (measure(ratings([("pass",) * 2, ("fail",) * 2] * n)) for n in (3, 300))
    assert few.value == many.value == 1
    assert few.low < 0.5
    assert 0.98 < many.low < 1


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
def test_it_is_less_sure_when_units_come_in_clusters(measure):
    answers = [("pass",) * 2] * 8 + [("fail",) * 2] * 8 + [("pass", "fail")] * 8
    rated = ratings(answers * 2)
    alone = measure(rated)
    together = measure(rated, clusters=[unit // 8 for unit in range(48)])
    assert together.value == alone.value
    assert together.high - together.low > 1.3 * (alone.high - alone.low)
    one = measure(rated, clusters=["the only point"] * 48)
    assert (one.value, one.low, one.high) == (alone.value, None, None)


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
def test_it_is_no_surer_of_full_agreement_than_there_are_clusters(measure):
    rated = ratings([("pass",) * 2, ("fail",) * 2] * 20)
    points = measure(rated, clusters=[unit // 10 for unit in range(40)])
    assert (points.value, points.units, points.high) == (1, 40, 1)
    # Wilson's limit of 4 out of 4, half of it chance; alpha takes a little less for chance.
    assert points.low == pytest.approx(2 * 4 / (4 + Z95**2) - 1, abs=0.02)
    assert points.low < measure(rated).low - 0.7


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
@pytest.mark.parametrize("last", [("pass", "pass"), ("pass", "fail")])
def test_it_claims_nothing_from_the_only_cluster_judged_twice(measure, last):
    answers = [("pass",) * 2, ("fail",) * 2] * 20 + [last, ("pass", None)]
    found = measure(ratings(answers), clusters=["P-001"] * 41 + ["P-002"])
    assert found.value > 0.9
    assert (found.low, found.high, found.units) == (None, None, 41)


@pytest.mark.parametrize("measure", [kappa, ac1, alpha])
def test_it_leaves_out_draws_that_say_nothing(measure):
    answers = [("pass", None)] * 3 + [("pass", "fail"), ("pass", "pass"), ("fail", "fail")]
    found = measure(ratings(answers), clusters=["a", "b", "c", "d", "e", "f"])
    assert found.units == 3
    assert -1 <= found.low <= found.value <= found.high <= 1


def test_it_gives_the_same_interval_every_time():
    assert alpha(KRIPPENDORFF) == alpha(KRIPPENDORFF)


@pytest.mark.parametrize(
    ("attempt", "message"),
    [
        (lambda: ratings([("pass", "maybe")], ["pass"]), "maybe is not among the possible answers"),
        (lambda: ratings([("a", "b"), ("a",)]), "a place for every rater"),
        (lambda: kappa(KRIPPENDORFF), "kappa compares two raters, not 4"),
        (lambda: kappa(PARADOX, np.eye(3)), "2 by 2 with 1 on the diagonal"),
        (lambda: ac1(PARADOX, clusters=[1]), "125 units need as many clusters, not 1"),
    ],
)
def test_it_refuses_what_makes_no_sense(attempt, message: str):
    with pytest.raises(ValueError, match=message):
        attempt()
