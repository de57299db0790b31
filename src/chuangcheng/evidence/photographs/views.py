"""The pages of photographs: the list, one of them, what is doubtful, and the editor of covers."""

from __future__ import annotations

import json
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.evidence.photographs import actions, queries, saying
from chuangcheng.evidence.photographs.forms import CoverForm
from chuangcheng.evidence.photographs.models import FlagKind, Photograph, Purpose, State
from chuangcheng.evidence.photographs.rules import COVER, ORIGINAL, REVIEW, SEE
from chuangcheng.evidence.visits.forms import VerdictForm
from chuangcheng.evidence.visits.verdicts import Verdict
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, accept, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import fetch, find


def _small(photograph: Photograph) -> str:
    """The small picture, which is covered as the large one is; a browser asks for it once in sight."""
    if not photograph.ready:
        return "—"
    at = timezone.localtime(photograph.received_at).strftime("%Y-%m-%d %H:%M")
    return format_html(
        '<img class="thumb" src="{}" alt="{}" width="72" height="54" loading="lazy">',
        reverse("photographs:thumbnail", args=[photograph.uuid]),
        _("%(at)s 收到的照片") % {"at": at},
    )


PHOTOGRAPHS = Table(
    "photographs",
    columns=(
        Column(
            "received", lazy("收到时间"), lambda p: p.received_at, "received_at",
            lambda p: p.get_absolute_url(),
        ),
        Column(
            "picture", lazy("照片"), _small, link=lambda p: p.get_absolute_url(), picture=True
        ),
        Column("point", lazy("点位"), lambda p: p.point or "—", "point__code"),
        Column("item", lazy("测评条目"), lambda p: p.item or "—", "item"),
        Column("area", lazy("区域"), lambda p: p.area, "area__path"),
        Column("unit", lazy("责任单位"), lambda p: p.unit or "—", "unit__code"),
        Column("person", lazy("拍摄人"), lambda p: p.person or "—", "person__name"),
        Column("purpose", lazy("用途"), lambda p: p.get_purpose_display(), "purpose"),
        Column("state", lazy("状态"), lambda p: p.get_state_display(), "state"),
    ),
    filters=(
        Filter("purpose", lazy("用途"), "purpose", lambda person: Purpose.choices),
        Filter("state", lazy("状态"), "state", lambda person: State.choices),
    ),
    search=("item", "point__title_zh", "point__code", "area__title_zh", "person__name"),
    order=("-received_at", "-pk"),
)  # fmt: skip
WAITING = "waiting"
DOUBTS = Table(
    "doubts",
    columns=(
        Column(
            "kind", lazy("疑点"), lambda f: f.get_flag_kind_display(), "flag_kind",
            lambda f: f.get_absolute_url(),
        ),
        Column("figures", lazy("依据"), saying.figures),
        Column("point", lazy("点位"), lambda f: f.photograph.point or "—", "photograph__point"),
        Column("person", lazy("拍摄人"), lambda f: f.photograph.person or "—"),
        Column("raised", lazy("发现时间"), lambda f: f.raised_at, "raised_at"),
        Column("verdict", lazy("结论"), lambda f: f.get_verdict_display() or _("待核查"), "verdict"),
    ),
    filters=(
        Filter("kind", lazy("疑点"), "flag_kind", lambda person: FlagKind.choices),
        Filter(
            "verdict",
            lazy("结论"),
            "verdict",
            lambda person: [(WAITING, lazy("待核查")), *Verdict.choices],
            value=lambda chosen: "" if chosen == WAITING else chosen,
        ),
    ),
    order=("raised_at", "pk"),
)  # fmt: skip


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The photographs in scope."""
    review = may(request.user, REVIEW)
    context = {"may_review": review, "lost": queries.lost(request.user).count() if review else 0}
    return PHOTOGRAPHS.answer(
        request, queries.visible(request.user), "photographs/list.html", **context
    )


@page(SEE)
def detail(request: Request, uuid: UUID) -> HttpResponse:
    """One photograph, what is known of it, and what is doubtful."""
    photograph = find(queries.visible(request.user), uuid=uuid)
    context = {
        "photograph": photograph,
        "refusal": saying.refused(photograph),
        "facts": saying.facts(photograph),
        "doubts": [(flag, saying.figures(flag)) for flag in queries.of(request.user, photograph)],
        "cover": photograph.covers.last(),
        "may_cover": may(request.user, COVER, photograph),
        "may_original": may(request.user, ORIGINAL, photograph),
    }
    return render(request, "photographs/detail.html", context)


@page(REVIEW)
def doubts(request: Request) -> HttpResponse:
    """What is doubtful and waits for a decision, or was decided."""
    return DOUBTS.answer(request, queries.doubts(request.user), "photographs/doubts.html")


@page(REVIEW)
def flag(request: Request, pk: int) -> HttpResponse:
    """One doubt: the photograph, the earlier one beside it, the figures, and the decision."""
    found = fetch(queries.doubts(request.user), request.user, REVIEW, pk=pk)
    form = VerdictForm(request.POST or None)
    done = accept(form, lambda: actions.decide(_user(request), flag=found, **form.cleaned_data))
    if done:
        messages.success(request, _("已记录结论。"))
        if done.verdict == Verdict.REJECTED and found.photograph.judgement:
            messages.warning(request, _("它证明的判定没有变，请核实后更正。"))
            return redirect("photographs:unproven")
        return redirect("photographs:doubts")
    pair = [one for one in (found.photograph, found.other) if one is not None]
    context = {
        "flag": found,
        "figures": saying.figures(found),
        "why": saying.meaning(found),
        "between": saying.between(found.photograph, found.other) if found.other else "",
        "pair": [(one, saying.facts(one)) for one in pair],
        "form": form,
        "verb": _("记录结论"),
        "back": "",
    }
    return render(request, "photographs/flag.html", context)


@page(COVER)
def cover(request: Request, uuid: UUID) -> HttpResponse:
    """Draw boxes over what must not be seen, and publish."""
    photograph = fetch(queries.visible(request.user), request.user, COVER, uuid=uuid)
    form = CoverForm(request.POST or None)
    done = accept(
        form,
        lambda: actions.publish(
            _user(request), photograph=photograph, boxes=form.cleaned_data["boxes"]
        ),
    )
    if done:
        messages.success(request, _("照片已公开，遮盖处已永久涂黑。"))
        return redirect(done)
    last = photograph.covers.last()
    boxes = json.dumps(last.boxes if last else [])
    context = {"photograph": photograph, "form": form, "boxes": request.POST.get("boxes", boxes)}
    return render(request, "photographs/cover.html", context)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
