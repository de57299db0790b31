"""The pages of agreement: the figures of a round, and the pairs they are made of."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chuangcheng.engine.agreement import Agreement
from chuangcheng.evidence.assignments import agreement as agreeing
from chuangcheng.evidence.assignments.agreement import Figures
from chuangcheng.evidence.assignments.rules import SEE
from chuangcheng.evidence.assignments.settings import defaults
from chuangcheng.evidence.assignments.views import fetch_round
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections import saying
from chuangcheng.ground.site.pages import Request, page


@page(SEE)
def agreement(request: Request, pk: int) -> HttpResponse:
    """How far inspectors agree: in all, and by kind of point or by item."""
    round_ = fetch_round(request, pk)
    pairs = agreeing.pairs_of(request.user, round_)
    what = "item" if request.GET.get("by") == "item" else "kind"
    names = inspections.names(round_)
    kind = "item" if what == "item" else "point_type"
    whole, few = Figures("", tuple(pairs)), defaults().few
    context = {
        "round": round_,
        "by": what,
        "pairs": len(pairs),
        "points": whole.points,
        "few_pairs": len(pairs) < few.pairs,
        "few_points": whole.points < few.points,
        "fewest": few,
        "whole": _row(_("全部"), whole) if pairs else None,
        "rows": [_row(names.of(kind, one.key), one) for one in agreeing.by(pairs, what)],
    }
    return render(request, "assignments/agreement.html", context)


@page(SEE)
def pairs(request: Request, pk: int) -> HttpResponse:
    """The pairs of judgements behind a figure, those that differ first."""
    round_ = fetch_round(request, pk)
    found = agreeing.pairs_of(request.user, round_)
    kind, item = request.GET.get("kind", ""), request.GET.get("item", "")
    if kind:
        found = [pair for pair in found if pair.point.point_kind.code == kind]
    if item:
        found = [pair for pair in found if pair.item == item]
    names = inspections.names(round_)
    rows = [
        {
            "pair": pair,
            "title": names.of("item", pair.item),
            "first": saying.found_in_words(pair.first),
            "second": saying.found_in_words(pair.second),
        }
        for pair in sorted(found, key=lambda pair: (pair.agrees, pair.point.code, pair.item))
    ]
    about = names.of("item", item) if item else names.of("point_type", kind) if kind else ""
    context = {"round": round_, "rows": rows, "about": about}
    return render(request, "assignments/pairs.html", context)


def _row(title: str, figures: Figures) -> dict[str, object]:
    return {
        "title": title,
        "key": figures.key,
        "pairs": len(figures.pairs),
        "same": figures.same,
        "observed": figures.same / len(figures.pairs) * 100,
        "coefficients": [_told(one) for one in (figures.ac1, figures.kappa, figures.alpha)],
    }


def _told(found: Agreement) -> str:
    """A coefficient with its interval; a dash and the reason where there is none."""
    if found.value is None:
        few = found.undefined == "too few units"
        return _("—（样本太少）") if few else _("—（答案只有一种）")
    if found.low is None or found.high is None:
        return _("%(value).2f（只有一个点位，没有可信范围）") % {"value": found.value}
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]"
