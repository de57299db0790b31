"""The pages of observations: the list, one of them, and files coming in and going out."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.evidence.inspections import actions, queries, saying, sheet
from chuangcheng.evidence.inspections.choosing import Choosing
from chuangcheng.evidence.inspections.forms import JudgementForm, ObservationsForm
from chuangcheng.evidence.inspections.importing import RoundFile
from chuangcheng.evidence.inspections.links import links
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.rules import CHANGE, JUDGE, SEE
from chuangcheng.evidence.inspections.sheet import OBSERVATIONS, Fresh
from chuangcheng.evidence.inspections.views import fetch_round
from chuangcheng.ground.scope import Person, may, require
from chuangcheng.ground.sheets import actions as uploads
from chuangcheng.ground.sheets import writing
from chuangcheng.ground.sheets.importer import Importer, Plan
from chuangcheng.ground.sheets.models import Draft
from chuangcheng.ground.site.pages import Request, accept, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Table
from chuangcheng.ground.subject import find

SHOWN = 500


def observations_table(round_: Round, choosing: Choosing) -> Table:
    """The table of a round's observations; titles are those of its framework."""
    names = queries.names(round_)

    def among(column: str, say: Callable[[str], str] = str) -> Callable[[Person], Options]:
        def options(_person: Person) -> Options:
            found = choosing.columns[column]
            return [(key, title if title != key else say(key)) for key, title in found]

        return options

    def named(kind: str) -> Callable[[str], str]:
        return lambda key: names.of(kind, key)

    return Table(
        "observations",
        columns=(
            Column(
                "item",
                lazy("测评条目"),
                lambda o: f"{o.item} {names.of('item', o.item)}",
                "item",
                lambda o: o.get_absolute_url(),
            ),
            Column("result", lazy("结果"), saying.found_in_words, "result"),
            Column("point", lazy("点位"), lambda o: o.point or "—", "point__code"),
            Column("area", lazy("区域"), lambda o: o.area, "area__path"),
            Column("unit", lazy("责任单位"), lambda o: o.unit or "—", "unit__code"),
            Column("method", lazy("测评方法"), lambda o: names.of("method", o.method), "method"),
            Column("at", lazy("时间"), _moment, "observed_at"),
        ),
        filters=(
            Filter("area", lazy("区域"), "area__in", among("area"), choosing.within),
            Filter("unit", lazy("责任单位"), "unit__code", among("unit")),
            Filter(
                "kind", lazy("点位类型"), "point_type", among("point_type", named("point_type"))
            ),
            Filter("method", lazy("测评方法"), "method", among("method", named("method"))),
            Filter("result", lazy("结果"), "result", among("result", saying.result_in_words)),
            *((_SECOND,) if may(choosing.person, CHANGE, round_) else ()),
        ),
        search=(
            "item",
            "visit",
            "point__title_zh",
            "point__code",
            "area__title_zh",
            "unit__title_zh",
        ),
        order=("pk",),
    )


#: For whoever runs the round alone: others must not learn of second visits.
_SECOND = Filter(
    "second", lazy("双盲复查"), "second", lambda person: [("1", lazy("只看双盲复查"))], bool
)


@page(SEE)
def index(request: Request, pk: int) -> HttpResponse:
    """The observations of a round that a person may read, as far as they are in scope."""
    round_ = fetch_round(request, pk)
    again = request.GET.get("second") == "1" and may(request.user, CHANGE, round_)
    rows = (queries.seconds if again else queries.listed)(request.user, round_)
    context = {"round": round_, "may_judge": may(request.user, JUDGE)}
    choosing = Choosing(request.user, round_)
    table, stamp = observations_table(round_, choosing), choosing.stamp
    return table.answer(request, rows, "inspections/observations.html", stamp=stamp, **context)


@page(SEE)
def detail(request: Request, pk: int, observation: int) -> HttpResponse:
    """One observation: what was found, how it is judged, and every correction of it."""
    round_ = fetch_round(request, pk)
    found = find(queries.observations(request.user), round=round_, pk=observation)
    names, whole = queries.names(round_), queries.framework(round_)
    item = saying.item_of(whole, found.item)
    context = {
        "round": round_,
        "observation": found,
        "item": item,
        "guidance": saying.lines(item.guidance),
        "exceptions": saying.lines(item.exceptions),
        "title": names.of("item", found.item),
        "found": saying.found_alone(found),
        "kind": names.of("point_type", found.point_type),
        "method": names.of("method", found.method),
        "standard": _standard(round_, found),
        "links": links(request.user, found),
        "chain": [(one, saying.found_alone(one)) for one in queries.chain(found)],
        "may_judge": may(request.user, JUDGE, found) and not hasattr(found, "correction"),
    }
    return render(request, "inspections/observation.html", context)


@page(JUDGE)
def judge(request: Request, pk: int, observation: int) -> HttpResponse:
    """Judge an item anew."""
    round_ = fetch_round(request, pk)
    found = find(queries.observations(request.user), round=round_, pk=observation)
    require(request.user, JUDGE, found)
    found.round = round_  # which was read without the long document of its edition
    item = saying.item_of(queries.framework(round_), found.item)
    known = {"result": found.result, "count": found.count, "of": found.of}
    form = JudgementForm(item, saying.choices(item), request.POST or None, initial=known)
    later = accept(
        form,
        lambda: actions.judge(
            request.user, observation=found, said=form.said(), why=form.cleaned_data["why"]
        ),
    )
    if later:
        messages.success(request, _("已更正；原来的记录保留在下面。"))
        return redirect(later)
    title = queries.names(round_).of("item", found.item)
    context = {"form": form, "title": title, "round": round_, "observation": found}
    context["guidance"] = saying.lines(item.guidance)
    context["exceptions"] = saying.lines(item.exceptions)
    return render(request, "inspections/judge.html", context)


@page(JUDGE)
def upload(request: Request, pk: int) -> HttpResponse:
    """Choose a file of observations; its dry run comes next."""
    round_ = fetch_round(request, pk)
    form = ObservationsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size <= sheet.MAX_BYTES:
            label, content = _label(round_), file.read()
            draft = uploads.keep(request.user, sheet=label, name=file.name, content=content)
            return redirect("inspections:check", round_.pk, draft.pk)
        form.add_error("file", _("文件超过 50 MB，请拆成几个文件。"))
    context = {"form": form, "round": round_, "columns": OBSERVATIONS.columns}
    return render(request, "inspections/upload.html", context)


@page(JUDGE)
def check(request: Request, pk: int, draft: UUID) -> HttpResponse:
    """The dry run of a file: its problems, or what writing it would do, and the button."""
    round_ = fetch_round(request, pk)
    kept = get_object_or_404(Draft.objects.for_user(request.user), pk=draft, sheet=_label(round_))
    if request.method == "POST" and _taken(request, round_, kept):
        return redirect(round_)
    plan, unreadable = _dry_run(request, round_, kept)
    links = {
        "list": round_.get_absolute_url(),
        "sheet": reverse("inspections:upload", args=[round_.pk]),
    }
    context = {"draft": kept, "plan": plan, "unreadable": unreadable, "shown": SHOWN}
    return render(request, "sheets/check.html", {**context, "links": links, "sheet": OBSERVATIONS})


@page(SEE)
def template(request: Request) -> HttpResponse:
    """The empty workbook to fill in."""
    name = f"{OBSERVATIONS.words}-{_('模板')}.xlsx"
    return writing.download(writing.workbook(str(OBSERVATIONS.words), sheet.headings(), []), name)


@page(SEE)
def export(request: Request, pk: int, form: str) -> HttpResponse:
    """What counts in a round, in the shape in which the command line and this site take it in."""
    round_ = fetch_round(request, pk)
    rows = queries.listed(request.user, round_)
    if form == "parquet":
        buffer = io.BytesIO()
        queries.in_columns(rows).write_parquet(buffer)
        return writing.download(buffer.getvalue(), f"{round_}.parquet", "application/octet-stream")
    if form == "csv":
        content = writing.comma_separated(sheet.headings(), sheet.export(rows))
        return writing.download(content, f"{round_}.csv", "text/csv")
    if form == "xlsx":
        content = writing.workbook(str(OBSERVATIONS.words), sheet.headings(), sheet.export(rows))
        return writing.download(content, f"{round_}.xlsx")
    raise Http404


def _label(round_: Round) -> str:
    return f"observations:{round_.pk}"


def _standard(round_: Round, found: Observation) -> dict[str, str]:
    """The standard under which an observation counts; nothing where it counts nowhere."""
    key = queries.standard_of(round_, found.item, found.point_type)
    return {"id": key, "title": queries.names(round_).of("standard", key)} if key else {}


def _moment(observation: Observation) -> str:
    at = observation.observed_at
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "—"


def _dry_run(request: Request, round_: Round, draft: Draft) -> tuple[Plan[Fresh], str]:
    try:
        return sheet.plan(request.user, round_, draft.name, bytes(draft.content)), ""
    except ValidationError as error:
        return Plan(), error.messages[0]


def _taken(request: Request, round_: Round, draft: Draft) -> bool:
    # It takes a draft in as every importer does; only the round makes it one of its own.
    importer = cast("Importer", RoundFile(round_))
    try:
        plan = uploads.take(request.user, importer=importer, draft=draft)
    except (ValidationError, IntegrityError):
        messages.error(request, _("没有写入：数据在预检之后有了变化，请看下面的新结果。"))
        return False
    messages.success(request, _("已导入 %d 条观察记录。") % len(plan.new))
    return True
