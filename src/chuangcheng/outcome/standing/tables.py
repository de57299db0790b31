"""The tables of the standing: areas by rank, units, items and kinds of point by what they lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections import saying
from chuangcheng.ground.areas.models import Area, group_in_words
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.facets import facets
from chuangcheng.ground.site.tables import Address, Column, Filter, Options, Table
from chuangcheng.ground.units.models import Unit
from chuangcheng.outcome.standing import explained, printing, queries
from chuangcheng.outcome.standing.finished import Walked
from chuangcheng.outcome.standing.models import Computation, LossQuerySet, Rank
from chuangcheng.outcome.standing.titles import of_parts

#: What an address says for the rows without a unit, or at no point.
NONE = "none"


@dataclass(frozen=True)
class Groups(Table):
    """A table of groups, whose rows have no key of their own; `tie` tells them apart."""

    tie: str = ""

    def _sorted(self, rows: QuerySet[Any], address: Address) -> QuerySet[Any]:
        found = super()._sorted(rows, address)
        return found.order_by(*[by for by in found.query.order_by if by != "pk"], self.tie)


def computations(walked: Mapping[int, Walked]) -> Table:
    """The rounds with their newest score, and how far those have come that are not finished."""

    def state(computation: Computation) -> object:
        if computation.finished:
            return lazy("正式")
        so_far = walked.get(computation.round_id)
        return _("暂算，已走访 %s") % so_far if so_far else lazy("暂算")

    return Table(
        "standing",
        columns=(
            Column("round", lazy("轮次"), str, "round__title_zh", lambda c: c.get_absolute_url()),
            Column("year", lazy("年度"), lambda c: c.round.year, "round__year", number=True),
            Column(
                "net", lazy("得分"), lambda c: printing.points(c.top_net), "top_net", number=True
            ),
            Column("state", lazy("状态"), state, "finished"),
            Column("margin", lazy("可信范围"), lambda c: printing.margin(c.top_low, c.top_high)),
            Column(
                "rank",
                lazy("名次"),
                lambda c: (c.top_parent and c.top_rank) or "—",
                "top_rank",
                number=True,
            ),
            Column("made", lazy("计算时间"), lambda c: printing.moment(c.made_at), "made_at"),
        ),
        search=("round__title_zh", "round__title_en"),
    )


def ranks(computation: Computation, before: dict[str, Rank]) -> Table:
    """The areas, ranked within their groups, with how far they moved since the ranks of `before`."""

    def moved(rank: Rank) -> str:
        return printing.change(rank.since(before.get(rank.area.code)))

    return Table(
        "ranks",
        columns=(
            Column("area", lazy("区域"), lambda r: r.area, "area__path", page_of),
            Column("group", lazy("组别"), lambda r: group_in_words(r.group) or "—", "group"),
            Column("rank", lazy("名次"), lambda r: r.rank or effect(r), "rank", number=True),
            Column("between", lazy("名次范围"), _between, number=True),
            _ticks("raw", lazy("原始分")),
            _ticks("bonus", lazy("加分"), whatever=True),
            _ticks("penalty", lazy("减分"), whatever=True),
            _ticks("net", lazy("得分")),
            Column("margin", lazy("可信范围"), _margin, number=True),
            Column("moved", lazy("比上一轮"), moved, number=True),
            _ticks("to_first", lazy("距第一")),
            _ticks("to_next", lazy("距上一名")),
            _ticks("above_last", lazy("高于末名")),
            Column("raw_rank", lazy("原始名次"), lambda r: r.raw_rank or "—", "raw_rank", number=True),
        ),
        filters=(Filter("group", lazy("组别"), "group", _groups(computation)),),
        search=("area__title_zh", "area__title_en"),
        order=("group", "rank", "area__path"),
    )  # fmt: skip


def _ticks(name: str, title: Promise, *, whatever: bool = False) -> Column:
    """A column of points, kept as ticks; of areas that nobody assessed none but `whatever`."""

    def told(rank: Rank) -> str:
        return printing.points(getattr(rank, name) if whatever or rank.assessed else None)

    return Column(name, title, told, name, number=True)


def _between(rank: Rank) -> str:
    low, high = rank.rank_low, rank.rank_high
    return "" if low is None or low == high else f"{low} – {high}"


def _margin(rank: Rank) -> str:
    return printing.margin(rank.low, rank.high)


def effect(rank: Rank) -> object:
    """Why an area has no rank."""
    words = {
        "": lazy("未测评"),
        "stop_nominee": lazy("取消参评资格"),
        "stop_title": lazy("停止荣誉"),
        "revoke": lazy("撤销荣誉"),
        "points": lazy("一票否决"),
    }
    return words.get(rank.effect, rank.effect)


def _groups(computation: Computation) -> Any:  # noqa: ANN401  # options of a filter
    def options(person: Person) -> Options:
        rows = queries.ranks(person, computation).order_by("group").exclude(group="")
        groups = rows.values_list("group", flat=True).distinct()
        return [(group, group_in_words(group)) for group in groups]

    return options


def page_of(rank: Rank) -> str:
    """The standing of the area that a rank is about."""
    return reverse("standing:area", args=[rank.computation_id, rank.area.code])


def link(computation: Computation, area: Area, **chosen: str) -> str:
    """The lost points of an area, narrowed down."""
    base = reverse("standing:losses", args=[computation.pk, area.code])
    return f"{base}?{urlencode(chosen)}" if chosen else base


def records_page(computation: Computation, area: Area) -> str:
    """The records of a round in an area and all below it."""
    base = reverse("inspections:observations", args=[computation.round_id])
    whole = area == computation.round.campaign.area
    return base if whole else f"{base}?{urlencode({'area': area.code})}"


def units(computation: Computation, area: Area, lost: int) -> Table:
    """The units by what they lost."""
    return Groups(
        "units",
        columns=(
            Column("unit", lazy("单位"), lambda r: saying.titled(r, "unit__") or lazy("没有责任单位"), "unit__title_zh",
                   lambda r: link(computation, area, unit=r["unit__code"] or NONE)),
            *_sums(lost),
        ),
        search=("unit__title_zh", "unit__code"),
        tie="unit__code",
    )  # fmt: skip


def kinds(computation: Computation, area: Area, lost: int) -> Table:
    """The kinds of point by what was lost there."""
    names = inspections.names(computation.round)
    return Groups(
        "kinds",
        columns=(
            Column("kind", lazy("点位类型"), lambda r: names.of("point_type", r["point_type"]) or lazy("不在点位上"), "point_type",
                   lambda r: link(computation, area, kind=r["point_type"] or NONE)),
            *_sums(lost),
        ),
        tie="point_type",
    )  # fmt: skip


def _sums(lost: int) -> tuple[Column, ...]:
    return (
        Column("lost", lazy("失分"), lambda r: printing.points(r["sum"]), "sum", number=True),
        Column(
            "share",
            lazy("占比"),
            lambda r: printing.percent(r["sum"] / lost if lost else None),
            number=True,
        ),
        Column("faults", lazy("失分记录"), lambda r: r["faults"], "faults", number=True),
        Column(
            "substitutes",
            lazy("以替代值计"),
            lambda r: r["substitutes"],
            "substitutes",
            number=True,
        ),
    )


def gains(computation: Computation, area: Area) -> Table:
    """The items by what mending them would win: the next best points."""
    names = inspections.names(computation.round)
    return Table(
        "items",
        columns=(
            Column("item", lazy("测评条目"), lambda g: f"{g.item} {names.of('item', g.item)}", "item",
                   lambda g: link(computation, area, item=g.item, part=g.part)),
            Column("gain", lazy("可得"), lambda g: printing.points(g.gain, 4), "gain", number=True),
            Column("faults", lazy("不符合数"), lambda g: g.faults, "faults", number=True),
            Column("judged", lazy("判定数"), lambda g: g.judged, "judged", number=True),
            Column("rate", lazy("不符合率"), lambda g: printing.percent(g.faults / g.judged), number=True),
            Column("standard", lazy("测评标准"), lambda g: f"{g.standard} {names.of('standard', g.standard)}", "standard"),
            Column("method", lazy("测评方法"), lambda g: names.of("method", g.method), "method"),
        ),
        filters=(
            Filter("method", lazy("测评方法"), "method", _methods(computation)),
        ),
        search=("item", "standard"),
    )  # fmt: skip


def _methods(computation: Computation) -> Any:  # noqa: ANN401  # options of a filter
    def options(person: Person) -> Options:
        names = inspections.names(computation.round)
        rows = queries.losses(person, computation).order_by("method")
        found = rows.values_list("method", flat=True).distinct()
        return [(method, names.of("method", method)) for method in found]

    return options


_LOST_IN = ("unit_id", "point_type", "method", "project", "content", "standard", "part", "item")


def losses(computation: Computation, rows: LossQuerySet, asked: str = "") -> Table:
    """What single observations cost; each leads back to what was `asked`, the query of the address."""
    names = inspections.names(computation.round)

    found = facets(rows, _LOST_IN, computation.stamp)
    units = Unit.objects.filter(pk__in=found["unit_id"]).order_by("code")
    titled: Options = [(NONE, lazy("没有责任单位")), *((unit.code, str(unit)) for unit in units)]

    def titles(column: str) -> list[tuple[str, str]]:
        return [(key, names.of(column, key)) for key in found[column]]

    def among(column: str) -> Any:  # noqa: ANN401  # options of a filter
        named = titles(column)
        return lambda _person: named

    kinds: Options = [(NONE, lazy("不在点位上")), *titles("point_type")]
    lost_in = set(found["part"])
    parts = [
        (key, str(told)) for key, told in of_parts(computation.round).items() if key in lost_in
    ]

    return Table(
        "losses",
        columns=(
            Column("item", lazy("测评条目"), lambda x: _item(names, x), "item", lambda x: _price(x, asked)),
            Column("lost", lazy("失分"), lambda x: printing.points(x.lost, 4), "lost", number=True),
            Column("found", lazy("结果"), lambda x: explained.found_in_words(computation.round, x.observation) if x.observation else lazy("以替代值计")),
            Column("point", lazy("点位"), lambda x: (x.observation and x.observation.point) or "—", "observation__point__code"),
            Column("unit", lazy("责任单位"), lambda x: x.unit or "—", "unit__code"),
            Column("standard", lazy("测评标准"), lambda x: f"{x.standard} {names.of('standard', x.standard)}", "standard"),
            Column("method", lazy("测评方法"), lambda x: names.of("method", x.method), "method"),
        ),
        filters=(
            Filter("unit", lazy("责任单位"), "unit__code", lambda _person: titled, _or_none(None)),
            Filter("kind", lazy("点位类型"), "point_type", lambda _person: kinds, _or_none("")),
            Filter("method", lazy("测评方法"), "method", among("method")),
            Filter("project", lazy("测评项目"), "project", among("project")),
            Filter("content", lazy("测评内容"), "content", among("content")),
            Filter("standard", lazy("测评标准"), "standard", among("standard")),
            Filter("part", lazy("测评分项"), "part", lambda _person: parts),
            Filter("item", lazy("测评条目"), "item", among("item")),
        ),
        search=("item", "standard", "observation__point__title_zh", "unit__title_zh"),
        order=("-lost", "pk"),
    )  # fmt: skip


def _or_none(nothing: str | None) -> Callable[[str], str | None]:
    """What a lookup takes for a choice: what stands in the rows that have none, or itself."""
    return lambda chosen: nothing if chosen == NONE else chosen


def _item(names: Any, loss: Any) -> str:  # noqa: ANN401  # titles and a row
    if not loss.item:
        return str(names.of("standard", loss.standard))
    return f"{loss.item} {names.of('item', loss.item)}"


def _price(loss: Any, asked: str) -> str:  # noqa: ANN401  # a row
    address = reverse("standing:loss", args=[loss.computation_id, loss.area.code, loss.pk])
    return f"{address}?{asked}" if asked else address
