"""The pages of the standing: from the score down to what one observation cost."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.subject import fetch, find
from chuangcheng.outcome.standing import (
    actions,
    decided,
    explained,
    queries,
    reading,
    rectified,
    tables,
)
from chuangcheng.outcome.standing.finished import Walked, walked
from chuangcheng.outcome.standing.models import Computation, Rank
from chuangcheng.outcome.standing.rules import COMPUTE, SEE
from chuangcheng.outcome.standing.titles import of_parts
from chuangcheng.remedy.problems import queries as problems

SHOWN = 5


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The rounds with their scores, and those that wait to be computed."""
    person = request.user
    under_way = list(queries.under_way(person))
    so_far = walked(person, under_way)
    table, rows, trend = tables.computations(so_far), queries.scored(person), reading.trend(person)
    waiting = list(queries.waiting(person)) if may(person, COMPUTE) else []
    more = {
        "trend": trend,
        "marks": reading.marks(trend),
        "waiting": [round_ for round_ in waiting if round_ not in under_way],
        "early": [(one, so_far.get(one.pk)) for one in waiting if one in under_way],
    }
    return table.answer(request, rows, "standing/list.html", **more)


@page(COMPUTE)
@require_POST
def compute(request: Request, round_: int) -> HttpResponse:
    """Compute a round as it is now."""
    found = fetch(inspections.visible(request.user), request.user, COMPUTE, pk=round_)
    done = actions.order(request.user, round_=found)
    if isinstance(done, Computation):
        messages.success(request, _("已计算：%d 条观察记录。") % done.observations)
        return redirect(done)
    messages.success(request, _("记录较多，正在后台计算；可以离开本页。"))
    return redirect("jobs:list")


@page(COMPUTE)
@require_POST
def repeat(request: Request, pk: int) -> HttpResponse:
    """Make a computation once more and say whether it gives the same."""
    found = fetch(queries.computations(request.user), request.user, COMPUTE, pk=pk)
    again = actions.repeat(request.user, computation=found)
    if again.same:
        messages.success(request, _("重算一致：同样的输入得出同样的每一个数。"))
    else:
        messages.error(request, _("重算不一致：请保存本页并联系维护人员。"))
    return redirect(found)


@page(SEE)
def detail(request: Request, pk: int, code: str = "") -> HttpResponse:
    """Where an area stands: the largest in scope, or the one asked for."""
    computation, rank = _found(request, pk, code)
    person, area = request.user, rank.area
    course = queries.course(person, computation.round.campaign)
    before, ranks = queries.before(course, computation), queries.of_area(person, course, area)
    was = ranks.get(before.pk) if before else None
    losses = queries.losses(person, computation).filter(area=area)
    lines = _lines(request, computation, area, before, "method", "project")
    parts = [line for line in lines if line.node.node_kind == "method"]
    projects = [line for line in lines if line.node.node_kind == "project"]
    extras = explained.extras(rank, was)
    context = {
        "before": before,
        "moved": rank.since(was),
        "now": reading.now(computation, rank),
        "rectified": rectified.rectified(computation.round, area),
        "parts": parts,
        "projects": projects,
        "sum": explained.sum_of(rank),
        "extras": extras,
        "rounded": explained.rounded(rank, parts, projects)
        or explained.changes_rounded(rank.since(was), parts, extras),
        "ranks": queries.below(person, computation, area),
        "units": queries.most_lost(losses, computation, SHOWN),
        "gains": _gains(request, computation, area),
        "decided": decided.decided(person, computation, rank),
        "total": reading.total_of_years(computation.round, course, ranks),
        "effect": tables.effect(rank),
        "records": queries.records(person, computation, area),
        "records_page": tables.records_page(computation, area),
        "may_compute": may(person, COMPUTE, computation),
        "walked": None if computation.finished else _so_far(request, computation),
    }
    return _page(request, "standing/detail.html", computation, rank, **context)


@page(SEE)
def returns(request: Request, pk: int, code: str) -> HttpResponse:
    """What each problem struck off has brought back."""
    computation, rank = _found(request, pk, code)
    rows = rectified.returns(request.user, computation.round, rank.area)
    context = {
        "rectified": rectified.rectified(computation.round, rank.area),
        "returns": rows,
        "elsewhere": any(row.elsewhere for row in rows),
    }
    return _page(request, "standing/returns.html", computation, rank, **context)


@page(SEE)
def tree(request: Request, pk: int, code: str) -> HttpResponse:
    """The tree of an area; branches come when they are opened."""
    computation, rank = _found(request, pk, code)
    before = queries.earlier(request.user, computation)
    projects = _lines(request, computation, rank.area, before, "project")
    context = {"lines": projects, "level": 1, "stand_ins": explained.stand_ins(computation.round)}
    return _page(request, "standing/tree.html", computation, rank, **context)


@page(SEE)
def branch(request: Request, pk: int, code: str, kind: str, node: str) -> HttpResponse:
    """What lies below a node: as a part of the tree for htmx, otherwise as a page."""
    computation, rank = _found(request, pk, code)
    mine = queries.nodes(request.user, computation).filter(area=rank.area)
    here = find(mine, node_kind=kind, node=node)
    before = queries.earlier(request.user, computation)
    lower = {"project": "content", "content": "standard", "standard": "part"}.get(kind, "")
    lines = _lines(request, computation, rank.area, before, lower, parent=node)
    name = "standing/rows.html" if getattr(request, "htmx", False) else "standing/branch.html"
    shown = reading.lines([here], computation)[0]
    called = str(of_parts(computation.round)[node]) if kind == "part" else shown.title
    losses = (
        queries.losses(request.user, computation).filter(area=rank.area, **{kind: node})
        if kind in LOST_BY
        else None
    )
    context = {"line": shown, "lines": lines, "level": LEVELS.get(kind, 1) + 1, "losses": losses}
    context |= {"stand_ins": explained.stand_ins(computation.round), "called": called}
    return _page(request, name, computation, rank, **context)


@page(SEE)
def ranks(request: Request, pk: int) -> HttpResponse:
    """The areas ranked within their groups."""
    computation, rank = _found(request, pk)
    before = queries.earlier(request.user, computation)
    earlier = queries.ranks(request.user, before) if before else []
    table = tables.ranks(computation, {was.area.code: was for was in earlier})
    rows = queries.ranks(request.user, computation).exclude(area=computation.round.campaign.area)
    context = _context(request, computation, rank)
    return table.answer(request, rows, "standing/ranks.html", **context)


@page(SEE)
def units(request: Request, pk: int, code: str) -> HttpResponse:
    """The units by what they lost."""
    computation, rank = _found(request, pk, code)
    rows = queries.losses(request.user, computation).filter(area=rank.area)
    table = tables.units(computation, rank.area, rank.possible - rank.raw)
    found = queries.lost_by(rows, *UNIT)
    context = _context(request, computation, rank) | {"stood_in": queries.stood_in(rows)}
    stamp = computation.stamp
    return table.answer(request, found, "standing/units.html", stamp=stamp, **context)


@page(SEE)
def kinds(request: Request, pk: int, code: str) -> HttpResponse:
    """The kinds of point by what was lost there."""
    computation, rank = _found(request, pk, code)
    rows = queries.losses(request.user, computation).filter(area=rank.area)
    table = tables.kinds(computation, rank.area, rank.possible - rank.raw)
    context = _context(request, computation, rank) | {"stood_in": queries.stood_in(rows)}
    found = queries.lost_by(rows, "point_type")
    stamp = computation.stamp
    return table.answer(request, found, "standing/kinds.html", stamp=stamp, **context)


@page(SEE)
def items(request: Request, pk: int, code: str) -> HttpResponse:
    """The next best points: items by what mending them would win."""
    computation, rank = _found(request, pk, code)
    rows = queries.gains(request.user, computation).filter(area=rank.area)
    table = tables.gains(computation, rank.area)
    context = _context(request, computation, rank)
    return table.answer(request, rows, "standing/items.html", **context)


@page(SEE)
def losses(request: Request, pk: int, code: str) -> HttpResponse:
    """What single observations cost."""
    computation, rank = _found(request, pk, code)
    rows = queries.losses(request.user, computation).filter(area=rank.area)
    context = _context(request, computation, rank) | {"stood_in": queries.stood_in(rows)}
    table = tables.losses(computation, rows, request.GET.urlencode())
    stamp = computation.stamp
    return table.answer(request, rows, "standing/losses.html", stamp=stamp, **context)


@page(SEE)
def loss(request: Request, pk: int, code: str, loss: int) -> HttpResponse:
    """What one observation cost, to the last digit, in every area it counts in."""
    computation, rank = _found(request, pk, code)
    mine = queries.losses(request.user, computation)
    found = find(mine, area=rank.area, pk=loss)
    names, seen = inspections.names(computation.round), found.observation
    same = mine.filter(observation=seen, part=found.part) if seen else mine.filter(pk=found.pk)
    context = {
        "loss": found,
        "title": names.of("item", found.item)
        if found.item
        else names.of("standard", found.standard),
        "standard": names.of("standard", found.standard),
        "method": names.of("method", found.method),
        "kind": names.of("point_type", found.point_type),
        "words": explained.found_in_words(computation.round, seen) if seen else "",
        "problems": problems.seen_as(request.user, seen) if seen else [],
        "everywhere": same.order_by("area__path", "pk"),
        "asked": request.GET.urlencode(),
    }
    return _page(request, "standing/loss.html", computation, rank, **context)


UNIT = ("unit__code", "unit__title_zh", "unit__title_en")
LEVELS = {"project": 1, "content": 2, "standard": 3, "part": 4}
LOST_BY = frozenset({"project", "content", "standard", "part", "method"})


def _found(request: Request, pk: int, code: str = "") -> tuple[Computation, Rank]:
    """A computation, and the rank of the area asked for or of the largest in scope."""
    computation = find(queries.computations(request.user), pk=pk)
    mine = queries.ranks(request.user, computation).order_by("area__path")
    return computation, find(mine, area__code=code) if code else find(mine)


def _so_far(request: Request, computation: Computation) -> Walked | None:
    """How far the round has come that a computation is of, where that is known."""
    return walked(request.user, [computation.round]).get(computation.round_id)


def _context(request: Request, computation: Computation, rank: Rank) -> dict[str, object]:
    return {
        "computation": computation,
        "round": computation.round,
        "area": rank.area,
        "rank": rank,
    }


def _page(
    request: Request, name: str, computation: Computation, rank: Rank, **context: object
) -> HttpResponse:
    return render(request, name, {**_context(request, computation, rank), **context})


def _lines(
    request: Request,
    computation: Computation,
    area: Area,
    before: Computation | None,
    *kinds: str,
    parent: str = "",
) -> list[reading.Line]:
    """The nodes of these kinds in their order, beside what they were the round before."""
    wanted = {"area": area, "node_kind__in": kinds, **({"parent": parent} if parent else {})}
    of = [found for found in (computation, before) if found]
    found = list(queries.nodes(request.user, *of).filter(**wanted).order_by("position"))
    mine = [node for node in found if node.computation_id == computation.pk]
    was = [node for node in found if node.computation_id != computation.pk]
    return reading.lines(mine, computation, was)


def _gains(request: Request, computation: Computation, area: Area) -> list[dict[str, object]]:
    names = inspections.names(computation.round)
    mine = queries.gains(request.user, computation).filter(area=area, gain__gt=0)
    best = mine.order_by("-gain", "pk")[:SHOWN]
    return [
        {
            "title": names.of("item", gain.item),
            "gain": gain,
            "url": tables.link(computation, area, item=gain.item),
        }
        for gain in best
    ]
