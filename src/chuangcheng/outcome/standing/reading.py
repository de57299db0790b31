"""What the pages say, put together from what a computation found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from chuangcheng.engine.combine import WeightsError
from chuangcheng.engine.exact import TICK
from chuangcheng.engine.years import years_total
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.scope import Person
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.outcome.standing import printing, queries
from chuangcheng.outcome.standing.finished import conclusive
from chuangcheng.outcome.standing.live import live
from chuangcheng.outcome.standing.models import Computation, NodeScore, Rank
from chuangcheng.outcome.standing.titles import of_parts


@dataclass(frozen=True)
class Line:
    """A node with its title, how it moved since the round before, and its bar's ends as shares."""

    node: NodeScore
    title: str
    moved: int | None
    low: float | None
    high: float | None
    open: bool


def lines(
    nodes: Sequence[NodeScore], computation: Computation, before: Sequence[NodeScore] = ()
) -> list[Line]:
    """Nodes as lines of a page, with their titles and what changed since those of `before`."""
    names = inspections.names(computation.round)
    parts = of_parts(computation.round) if any(node.node_kind == "part" for node in nodes) else {}
    earlier = {(node.node_kind, node.node): node for node in before}
    found = []
    for node in nodes:
        was = earlier.get((node.node_kind, node.node))
        low, high = _whisker(node)
        moved = node.since(was)
        called = parts.get(node.node)
        title = called.method if called else names.of(node.node_kind, node.node)
        found.append(Line(node, title, moved, low, high, open=node.node_kind != "part"))
    return found


def _whisker(node: NodeScore) -> tuple[float, float] | tuple[None, None]:
    """The ends of a node's interval as shares, where there is an interval to be shown."""
    scale = node.possible / TICK
    if (
        node.low is None
        or node.high is None
        or not scale
        or not printing.margin(node.low, node.high)
    ):
        return None, None
    return node.low / scale, node.high / scale


@dataclass(frozen=True)
class Now:
    """Where an area stands this moment, when facts came after the computation."""

    facts: int
    net: int
    moved: int


def now(computation: Computation, rank: Rank) -> Now | None:
    """The score with all that came since, None where nothing did."""
    round_ = computation.round
    if round_.seq <= computation.upto:
        return None
    assessment = live(round_).assessment
    row = assessment.tree.index.get(rank.area.code)
    if row is None:
        return None
    net = int(assessment.sanctioned.net(assessment.points.totals)[row])
    return Now(round_.seq - computation.upto, net, net - rank.net)


@dataclass(frozen=True)
class Year:
    """A year of a campaign: its weight, and the round that stands for it, None while none does."""

    year: int
    weight: Decimal
    computation: Computation | None
    net: int | None


@dataclass(frozen=True)
class Total:
    """The years of a campaign and, once all are there, their weighted total."""

    years: list[Year]
    points: Decimal | None


def total_of_years(
    round_: Round, course: Sequence[Computation], ranks: Mapping[int, Rank]
) -> Total | None:
    """The three-year total of an area (三年总评): the last round of a year stands for the year.

    `course` is that of the round's campaign, the last round first; `ranks` are what the area came
    to in it, by the key of the computation.
    None where the framework has no weights for the years of the campaign.
    """
    campaign = round_.campaign
    same = campaign.edition_id == round_.edition_id
    # The round's edition was read without its long document.
    edition = round_.edition if same else campaign.edition
    weights = frameworks.framework(edition).settings.year_weights
    if len(weights) != campaign.years:
        return None
    years = list(_years(campaign, course, ranks, weights))
    scores = [Decimal(year.net) / TICK for year in years if year.net is not None]
    if len(scores) < len(years):
        return Total(years, None)
    try:
        return Total(years, years_total(scores, [year.weight for year in years]))
    except WeightsError:
        return Total(years, None)


def _years(
    campaign: Campaign,
    course: Sequence[Computation],
    ranks: Mapping[int, Rank],
    weights: Sequence[float],
) -> Iterator[Year]:
    last = {found.round.year: found for found in reversed(course)}
    for year, weight in zip(campaign.cycle(), weights, strict=True):
        found = last.get(year)
        rank = ranks.get(found.pk) if found else None
        yield Year(year, Decimal(str(weight)), found, rank.net if rank else None)


@dataclass(frozen=True)
class Point:
    """One round in the course of an area: what it scored, and where it stands in the picture."""

    computation: Computation
    net: int
    x: float
    y: float


@dataclass(frozen=True)
class Mark:
    """A round that the picture of a course is read by, and what makes it one."""

    what: str
    point: Point


def marks(course: Sequence[Point]) -> list[Mark]:
    """The first and the last round of a course, its lowest and its highest score."""
    if not course:
        return []
    low, high = (pick(course, key=lambda point: point.net) for pick in (min, max))
    return [
        Mark(_("首轮"), course[0]),
        Mark(_("最近一轮"), course[-1]),
        Mark(_("最低"), low),
        Mark(_("最高"), high),
    ]


def trend(person: Person, wide: float = 96.0, high: float = 30.0) -> list[Point]:
    """The results of the newest campaign in scope, the earliest first, placed in a picture.

    The scale begins at the lowest score and ends at the highest: the table has the figures.
    """
    last = queries.results(person).first()
    if last is None:
        return []
    mine = queries.scored(person).filter(conclusive("round__"), round__campaign=last.round.campaign)
    rounds = mine.order_by("round__year", "round__number", "pk")
    scores = [(c, c.top_net) for c in rounds if c.top_net is not None]
    low = min((net for _, net in scores), default=0)
    span = max((net for _, net in scores), default=0) - low or 1
    step = wide / max(1, len(scores) - 1)
    return [
        Point(c, net, 2 + n * step, 3 + high * (1 - (net - low) / span))
        for n, (c, net) in enumerate(scores)
    ]
