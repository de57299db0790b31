"""The pages of visits: all of them, one of them, what could not be taken in, what is doubtful."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.saying import found_in_words
from chuangcheng.evidence.visits import actions, queries, reading, saying
from chuangcheng.evidence.visits.forms import VerdictForm, WhyForm
from chuangcheng.evidence.visits.models import FlagKind, State, Submission, Visit
from chuangcheng.evidence.visits.rules import REVIEW, SEE
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Period, Table
from chuangcheng.ground.subject import fetch
from chuangcheng.ground.words import listed


def _rounds(person: Person) -> Options:
    return [(round_.pk, str(round_)) for round_ in queries.rounds(person)]


def _refused_in(person: Person) -> Options:
    return [(round_.pk, str(round_)) for round_ in queries.refused_in(person)]


def _open_or_decided(_person: Person) -> Options:
    return [("1", _("待核查")), ("0", _("已有结论"))]


def _refused_or_left(_person: Person) -> Options:
    return [(state, state.label) for state in (State.REFUSED, State.LEFT)]


VISITS = Table(
    "visits",
    columns=(
        Column("point", lazy("点位"), str, "point__title_zh", lambda v: v.get_absolute_url()),
        Column("area", lazy("区域"), lambda v: v.point.area, "point__area__path"),
        Column("round", lazy("轮次"), lambda v: v.round, "round", lambda v: v.round.get_absolute_url()),
        Column("inspector", lazy("测评员"), lambda v: v.inspector, "inspector__name"),
        Column("closed", lazy("结束"), lambda v: v.closed_at, "closed_at"),
        Column("minutes", lazy("分钟"), saying.minutes, number=True),
        Column("metres", lazy("距离"), saying.away, "distance_m", number=True),
        Column("second", lazy("双盲复查"), lambda v: _("是") if v.second else "", "second"),
    ),
    filters=(
        Filter("round", lazy("轮次"), "round", _rounds),
        Period("closed", lazy("结束"), "closed_at"),
    ),
    search=("point__code", "point__title_zh", "inspector__name"),
)  # fmt: skip
REFUSED = Table(
    "refused-visits",
    columns=(
        Column("point", lazy("点位"), str, "point__title_zh", lambda s: s.get_absolute_url()),
        Column("round", lazy("轮次"), lambda s: s.round, "round"),
        Column("inspector", lazy("测评员"), lambda s: s.person, "person__name"),
        Column("received", lazy("收到时间"), lambda s: s.received_at, "received_at"),
        Column("state", lazy("状态"), lambda s: s.get_state_display(), "state"),
        Column("reason", lazy("原因"), lambda s: s.reason or ""),
    ),
    filters=(
        Filter("state", lazy("状态"), "state", _refused_or_left),
        Filter("round", lazy("轮次"), "round", _refused_in),
    ),
    search=("point__code", "point__title_zh", "person__name"),
)
LOST = Table(
    "lost-visits",
    columns=(
        Column("received", lazy("收到时间"), lambda s: s.received_at, "received_at",
               lambda s: s.get_absolute_url()),
        Column("inspector", lazy("测评员"), lambda s: s.person, "person__name"),
        Column("device", lazy("手机"), lambda s: s.device),
        Column("reason", lazy("原因"), lambda s: s.reason or ""),
        Column("state", lazy("状态"), lambda s: s.get_state_display(), "state"),
    ),
    filters=(Filter("state", lazy("状态"), "state", _refused_or_left),),
    search=("person__name",),
    order=("-received_at", "-pk"),
)  # fmt: skip
FLAGS = Table(
    "visit-flags",
    columns=(
        Column("kind", lazy("疑点"), lambda f: f.get_flag_kind_display(), "flag_kind",
               lambda f: f.get_absolute_url()),
        Column("said", lazy("说明"), saying.doubt),
        Column("point", lazy("点位"), lambda f: f.visit.point, "visit__point__title_zh",
               lambda f: f.visit.get_absolute_url()),
        Column("round", lazy("轮次"), lambda f: f.visit.round, "visit__round"),
        Column("inspector", lazy("测评员"), lambda f: f.visit.inspector, "visit__inspector__name"),
        Column("raised", lazy("发现时间"), lambda f: f.raised_at, "raised_at"),
        Column("verdict", lazy("结论"), lambda f: f.get_verdict_display() or "—", "verdict"),
    ),
    filters=(
        Filter("kind", lazy("疑点"), "flag_kind", lambda p: FlagKind.choices),
        Filter("open", lazy("状态"), "decided_at__isnull", _open_or_decided, lambda v: v == "1"),
        Filter("round", lazy("轮次"), "visit__round", _rounds),
    ),
    search=("visit__point__code", "visit__point__title_zh", "visit__inspector__name"),
)  # fmt: skip


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The visits in scope."""
    doubts, stuck = queries.to_review(request.user)
    missing = queries.lost(request.user).filter(state=State.REFUSED).count()
    context = {"doubts": doubts, "stuck": stuck, "lost": missing}
    return VISITS.answer(request, queries.visits(request.user), "visits/list.html", **context)


@page(SEE)
def detail(request: Request, uuid: UUID) -> HttpResponse:
    """One visit: by whom, when and where, and what was judged, remarked and photographed."""
    rows = queries.visits(request.user).select_related("assignment", "round__edition")
    visit = fetch(rows.defer("round__edition__document"), request.user, SEE, uuid=uuid)
    doubts = queries.flags(request.user).filter(visit=visit)
    context = {
        "visit": visit,
        "minutes": saying.minutes(visit),
        "clock_off": abs(visit.clock_s or 0.0) >= 1,
        "judged": _judged(request.user, visit),
        "left_out": reading.left_out(visit),
        "away": saying.away(visit),
        "doubts": [(flag, saying.doubt(flag)) for flag in doubts],
    }
    return render(request, "visits/detail.html", context)


@page(SEE)
def refused(request: Request) -> HttpResponse:
    """What could not be taken in."""
    return REFUSED.answer(request, queries.refused(request.user), "visits/refused.html")


@page(REVIEW)
def lost(request: Request) -> HttpResponse:
    """What names no assignment that is known here."""
    return LOST.answer(request, queries.lost(request.user), "visits/lost.html")


@page(SEE)
def submission(request: Request, uuid: UUID) -> HttpResponse:
    """One visit as a phone sent it, and what became of it."""
    found = fetch(queries.submissions(request.user), request.user, SEE, uuid=uuid)
    waits = found.state == State.REFUSED and may(request.user, REVIEW, found)
    context = {"submission": found, "waits": waits, "lines": reading.lines(found)}
    return render(request, "visits/submission.html", context)


@page(REVIEW)
def accept_refused(request: Request, uuid: UUID) -> HttpResponse:
    """Take in by hand what a rule refused."""
    found = fetch(queries.submissions(request.user), request.user, REVIEW, uuid=uuid)
    form = WhyForm(request.POST or None)
    why = form.data.get("why", "")
    visit = accept(form, lambda: actions.accept(request.user, submission=found, why=why))
    if visit:
        messages.success(request, _("已收入。"))
        return redirect(visit)
    return form_page(
        request,
        form,
        title=_("收入“%s”的走访") % found,
        verb=_("收入"),
        back=found,
        lead=_whats_in(found),
    )


def _whats_in(found: Submission) -> str:
    """What is recorded when a visit is taken in by hand, and what stays out and why."""
    lines = reading.lines(found)
    out = [
        _("“%(title)s”（%(why)s）") % {"title": one.title, "why": one.why}
        for one in lines
        if one.why
    ]
    told = {"number": len(lines) - len(out), "out": listed(out)}
    if not out:
        return _("%(number)s 项全部按原样收入。") % told
    return _("%(number)s 项按原样收入。不收入：%(out)s。") % told


@page(REVIEW)
def leave_refused(request: Request, uuid: UUID) -> HttpResponse:
    """Decide that what was refused stays out."""
    found = fetch(queries.submissions(request.user), request.user, REVIEW, uuid=uuid)
    form = WhyForm(request.POST or None)
    why = form.data.get("why", "")
    decide = actions.leave if found.round else actions.set_aside
    if accept(form, lambda: decide(request.user, submission=found, why=why)):
        messages.success(request, _("已决定不收入。"))
        return redirect(found)
    lead = _("走访原样保留，不计入成绩。")
    return form_page(
        request, form, title=_("不收入“%s”的走访") % found, verb=_("不收入"), back=found, lead=lead
    )


@page(SEE)
def flags(request: Request) -> HttpResponse:
    """What is doubtful."""
    return FLAGS.answer(request, queries.flags(request.user), "visits/flags.html")


@page(REVIEW)
def flag(request: Request, pk: int) -> HttpResponse:
    """One doubt, its two visits side by side, and the verdict."""
    found = fetch(queries.flags(request.user), request.user, REVIEW, pk=pk)
    form = VerdictForm(request.POST or None)
    given = form.cleaned_data if form.is_valid() else {"verdict": "", "reason": ""}
    if accept(form, lambda: actions.decide(request.user, flag=found, **given)):
        messages.success(request, _("已记录结论。"))
        return redirect("visits:flags")
    pair = [found.visit, *([found.other] if found.other else [])]
    context = {
        "flag": found,
        "said": saying.doubt(found),
        "form": None if found.verdict else form,
        "pair": [(visit, _judged(request.user, visit)) for visit in pair],
    }
    return render(request, "visits/flag.html", context)


def _judged(person: Person, visit: Visit) -> list[dict[str, object]]:
    """What was judged at a visit, with what was written and photographed beside it."""
    names = inspections.names(visit.round)
    rows = queries.observations_of(person, visit)
    beside = queries.findings(rows)
    return [
        {
            "it": row,
            "title": names.of("item", row.item),
            "found": found_in_words(row),
            "beside": beside.get(row.pk),
        }
        for row in rows
    ]
