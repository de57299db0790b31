"""The pages of problems: the list, one problem, a step, reporting by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.evidence.photographs import actions as photographs
from chuangcheng.evidence.photographs.models import Purpose
from chuangcheng.evidence.photographs.rules import Owner
from chuangcheng.ground.areas.queries import areas
from chuangcheng.ground.points.queries import points
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, accept, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Period
from chuangcheng.ground.subject import find
from chuangcheng.ground.units.queries import units
from chuangcheng.ground.words import Words
from chuangcheng.lib.digits import integer
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.remedy.problems import procedures, queries, showing, statistics
from chuangcheng.remedy.problems.cases import BY_CASE
from chuangcheng.remedy.problems.doing import do
from chuangcheng.remedy.problems.finding.actions import report as report_it
from chuangcheng.remedy.problems.forms import ReportForm, StepForm
from chuangcheng.remedy.problems.models import UNFINISHED, Problem
from chuangcheng.remedy.problems.procedures import Procedures
from chuangcheng.remedy.problems.rules import (
    CONFIGURE,
    DISPATCH,
    IMPORT,
    RECHECK,
    REPORT,
    RIGHTS,
    SEE,
    SIGN,
    own_units,
)
from chuangcheng.remedy.problems.tables import LongTable

#: Under which name a person of a request carries what is known of the procedures.
_KNOWN = "_procedures_known"


def _known(person: Person) -> Procedures:
    """By what the first open campaign handles problems, read once for each request."""
    kept = vars(person)
    if _KNOWN not in kept:
        campaign = campaigns.campaigns(person).open().first()
        kept[_KNOWN] = queries.known(campaign) if campaign else procedures.default()
    found: Procedures = kept[_KNOWN]
    return found


def _states(person: Person) -> Options:
    return [(state.code, state.title) for state in _known(person).flow.states.values()]


def _sources(person: Person) -> Options:
    return [(source.code, source.title) for source in _known(person).flow.sources.values()]


def _categories(person: Person) -> Options:
    return [(one.code, one.title) for one in _known(person).categories]


def _severities(person: Person) -> Options:
    return list(_known(person).severities.items())


def _units(person: Person) -> Options:
    return _titled(units(person))


def _areas(person: Person) -> Options:
    return _titled(areas(person))


def _titled(rows: Any) -> Options:  # noqa: ANN401  # a queryset
    """Keys and titles alone: of hundreds of units nothing else is wanted."""
    columns = rows.select_related(None).values_list("pk", "title_zh", "title_en")
    return [(pk, str(Words(zh, en))) for pk, zh, en in columns]


def _stake(problem: Problem) -> str:
    return f"{problem.stake:.2f}" if problem.stake else ""


PROBLEMS = LongTable(
    "problems",
    columns=(
        Column("number", lazy("编号"), lambda p: p.number, "pk", lambda p: p.get_absolute_url()),
        Column(
            "title",
            lazy("问题"),
            lambda p: p.heading,
            "",
            lambda p: p.get_absolute_url(),
            stacked=True,
        ),
        Column("place", lazy("地点"), showing.place, stacked=True),
        Column("state", lazy("状态"), showing.state, stacked=True),
        Column("due", lazy("时限"), showing.due, "due", stacked=True),
        Column("stake", lazy("涉及分值"), _stake, "stake", number=True),
        Column("lead", lazy("牵头单位"), lambda p: p.lead or "—", stacked=True),
        Column("category", lazy("类别"), showing.category),
        Column("severity", lazy("紧急程度"), showing.severity, filed=True),
        Column("source", lazy("来源"), showing.source, filed=True),
        Column("area", lazy("区域"), lambda p: p.area, filed=True),
        Column("found", lazy("发现时间"), lambda p: p.found_at, "found_at"),
        Column("closed", lazy("办结时间"), lambda p: p.closed_at or "", "closed_at", filed=True),
        Column("seen", lazy("发现次数"), lambda p: p.seen, number=True, filed=True),
        Column("rebounds", lazy("反弹次数"), lambda p: p.rebounds, number=True, filed=True),
    ),
    filters=(
        BY_CASE,
        Filter("state", lazy("状态"), "state", _states),
        Filter("lead", lazy("牵头单位"), "lead", _units),
        Filter("category", lazy("类别"), "category", _categories),
        Filter("severity", lazy("紧急程度"), "severity", _severities),
        Filter("source", lazy("来源"), "source", _sources),
        Filter("area", lazy("区域"), "area", _areas),
        Period("found", lazy("发现"), "found_at"),
    ),
    read=queries.listed,
    sparse=frozenset({"due", "closed_at"}),
)

#: What has been reported as rectified has no time limit and nothing at stake: it waits.
RECHECKS = replace(
    PROBLEMS,
    columns=(
        *(one for one in PROBLEMS.columns if one.key in {"number", "title", "place"}),
        Column("waits", lazy("报告整改"), showing.waiting, "rectified_at"),
        *(one for one in PROBLEMS.columns if one.key in {"lead", "category", "severity", "area"}),
        *(one for one in PROBLEMS.columns if one.key in {"source", "found", "seen", "rebounds"}),
    ),
    filters=tuple(one for one in PROBLEMS.filters if one is not BY_CASE),
    sparse=frozenset({"rectified_at"}),
)
#: Below a map there is room for what a mark on it is asked for.
BELOW_MAP = replace(
    PROBLEMS,
    columns=tuple(
        one
        for one in PROBLEMS.columns
        if one.key in {"number", "title", "place", "state", "due", "lead"}
    ),
)

View = tuple[str, Any, str, Callable[[Person], Any]]
#: What the list can stand in: its name, words, the right it is for, and its rows.
VIEWS: tuple[View, ...] = (
    ("owed", lazy("待我办理"), SIGN, lambda person: queries.with_names(queries.owed(person))),
    (
        "recheck",
        lazy("待我复查"),
        RECHECK,
        lambda person: queries.with_names(queries.rechecks(person)),
    ),
    ("overdue", lazy("已超期"), SEE, queries.overdue),
    ("open", lazy("未办结"), SEE, lambda person: queries.problems(person).filter(UNFINISHED)),
    ("all", lazy("全部"), SEE, queries.problems),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The problems in scope, first those that wait for whoever looks."""
    mine = [view for view in VIEWS if may(request.user, view[2])]
    wanted = request.GET.get("view", "")
    chosen = next((view for view in mine if view[0] == wanted), _first(request.user, mine))
    rows = statistics.narrowed(chosen[3](request.user), request.GET.dict())
    context = {
        "views": [(name, words, name == chosen[0]) for name, words, _right, _rows in mine],
        "view": chosen[0],
        "may_report": may(request.user, REPORT),
        "may_import": may(request.user, IMPORT),
        "may_escalate": may(request.user, "escalation.see"),
        "may_dispatch": may(request.user, DISPATCH),
    }
    table = RECHECKS if chosen[0] == "recheck" else PROBLEMS
    return table.answer(request, rows, "problems/list.html", **context)


def _first(person: Person, mine: Sequence[View]) -> View:
    """A clerk's own work, a supervisor's re-checks, and for everybody else what is open."""
    named = {view[0]: view for view in mine}
    own = "owed" if own_units(person) else "recheck"
    return named.get(own) or named["open"]


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One problem: what it is, where it stands, what may be done, and what was done."""
    problem = find(queries.problems(request.user), pk=pk)
    offers = showing.offers(request.user, problem)
    main = [offer for offer in offers if not offer.aside][:1]
    context = {
        "problem": problem,
        "state": showing.state(problem),
        "standard": queries.standard(request.user, problem),
        "source": showing.source(problem),
        "category": showing.category(problem),
        "severity": showing.severity(problem),
        "limits": showing.limits(problem),
        "partners": list(problem.partners.all()),
        "pictures": showing.pictures(request.user, problem),
        "sightings": showing.sightings(problem),
        "told": showing.story(problem),
        "main": main,
        "more": [offer for offer in offers if offer not in main],
        "may_answer": may(request.user, RIGHTS["respond"], problem),
        "asked": showing.lasting(problem.asked["amount"], problem.asked["unit"])
        if problem.asked
        else "",
    }
    return render(request, "problems/detail.html", context)


@page(SEE)
def step(request: Request, pk: int, verb: str) -> HttpResponse:
    """Take a step: what it asks for, and then the verb."""
    problem = find(queries.problems(request.user), pk=pk)
    offered = {offer.verb: offer.title for offer in showing.offers(request.user, problem)}
    if verb not in RIGHTS:
        raise Http404
    if not may(request.user, RIGHTS[verb]):
        raise PermissionDenied(_("您在这里没有这项权限，请联系创建办。"))
    if verb not in offered:
        messages.error(request, _("问题现在是“%s”，不能做这一步。") % showing.state(problem))
        return redirect(problem)
    form = StepForm(
        request.user, problem, verb, request.POST or None, request.FILES or None,
        initial=_suggested(problem),
    )  # fmt: skip
    if accept(form, lambda: _stepped(request.user, problem, form)):
        messages.success(request, _("已%s。") % offered[verb])
        return redirect(problem)
    return render(
        request, "problems/step.html", _beside(request.user, problem, form, offered[verb])
    )


def _beside(person: Person, problem: Problem, form: StepForm, verb: str) -> dict[str, Any]:
    """A step's form, and what whoever fills it in has to know of the problem."""
    return {
        "form": form,
        "verb": verb,
        "problem": problem,
        "back": problem.get_absolute_url(),
        "state": showing.state(problem),
        "standard": queries.standard(person, problem),
        "limits": showing.limits(problem),
        "starting": showing.starting(problem, form.verb),
        "pictures": showing.pictures(person, problem),
    }


def _suggested(problem: Problem) -> dict[str, Any]:
    return {"lead": problem.lead_id, "partners": [unit.pk for unit in problem.partners.all()]}


@transaction.atomic
def _stepped(person: Person, problem: Problem, form: StepForm) -> Problem:
    purpose = Purpose.AFTER if form.verb in {"rectify", "recheck"} else Purpose.EVIDENCE
    involved = (*((problem.lead,) if problem.lead else ()), *problem.partners.all())
    owner = Owner(Problem.kind, str(problem.pk), problem.area, involved, purpose)
    kept = _kept(person, owner, form.chosen())
    return do(person, problem, form.verb, replace(form.said(), photographs=kept))


def _kept(person: Person, owner: Owner, files: Sequence[UploadedFile[Any]]) -> tuple[UUID, ...]:
    added = (photographs.add(person, owner=owner, content=file.read()) for file in files)
    return tuple(photograph.uuid for photograph in added)


@page(REPORT)
def report(request: Request) -> HttpResponse:
    """Report a problem by hand."""
    campaign = _campaign(request)
    if campaign is None:
        messages.error(request, _("还没有进行中的创建活动，问题无处可报；请先新建一个。"))
        return redirect("problems:list")
    form = ReportForm(
        request.user, campaign, request.POST or None, request.FILES or None,
        initial=request.GET.dict(),
    )  # fmt: skip
    problem = accept(form, lambda: _reported(request.user, form))
    if problem:
        messages.success(request, _("已报告，编号 %s。") % problem.number)
        may_see = queries.problems(request.user).filter(pk=problem.pk).exists()
        return redirect(problem) if may_see else redirect("problems:list")
    return render(request, "problems/report.html", {"form": form, "campaign": campaign})


def _campaign(request: Request) -> Campaign | None:
    mine = campaigns.campaigns(request.user).open()
    chosen = request.POST.get("campaign") or request.GET.get("campaign") or ""
    return mine.filter(pk=integer(chosen) or 0).first() or mine.first()


@transaction.atomic
def _reported(person: Person, form: ReportForm) -> Problem:
    facts = form.facts()
    area = facts.point.area if facts.point else facts.area
    if area is None or not form.chosen():
        return report_it(person, facts=facts)
    unit = (facts.point.unit,) if facts.point and facts.point.unit else ()
    owner = Owner(Problem.kind, "", area, unit, Purpose.BEFORE)
    kept = _kept(person, owner, form.chosen())
    return report_it(person, facts=replace(facts, before=kept))


@page(REPORT)
def alike(request: Request) -> HttpResponse:
    """Open problems that may be the same as the one being typed."""
    given = request.GET
    point = points(request.user).filter(pk=integer(given.get("point")) or 0).first()
    lon, lat = _number(given.get("lon")), _number(given.get("lat"))
    found = queries.alike(request.user, item=given.get("item", ""), point=point, lon=lon, lat=lat)
    rows = [(one, showing.state(one.problem)) for one in found]
    return render(request, "problems/alike.html", {"found": rows})


def _number(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if isfinite(found) else None


@page(SEE)
def calendar(request: Request) -> HttpResponse:
    """The days off and make-up days that stand over the calendar that ships."""
    context = {
        "days": queries.special_days(),
        "years": sorted(queries.calendar().years),
        "may_change": may(request.user, CONFIGURE),
    }
    return render(request, "problems/calendar.html", context)


@page(SEE)
def figures(request: Request) -> HttpResponse:
    """How well problems are put right, by unit, kind of point or item."""
    by = request.GET.get("by", "unit")
    by = by if by in statistics.BY else "unit"
    year = integer(request.GET.get("year"))
    context = {
        "lines": statistics.lines(request.user, by, year),
        "measures": [measure.words for measure in statistics.MEASURES.values()],
        "by": by,
        "ways": [(name, words) for name, (words, _key, _names) in statistics.BY.items()],
        "year": year,
        "years": range(timezone.localdate().year, timezone.localdate().year - 4, -1),
    }
    return render(request, "problems/statistics.html", context)
