"""The pages on gaps: what nobody answers for, and decomposition by rule."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, accept, page
from chuangcheng.ground.subject import fetch
from chuangcheng.mandate.campaigns.queries import campaigns
from chuangcheng.mandate.duties import actions
from chuangcheng.mandate.duties.coverage import Coverage
from chuangcheng.mandate.duties.decomposition import propose
from chuangcheng.mandate.duties.forms import OrderForm
from chuangcheng.mandate.duties.rules import CHANGE, SEE

#: So many gaps of a kind, and so many overlaps, which are no more than notes.
SHOWN, NOTED = 50, 20


@page(SEE)
def coverage(request: Request, pk: int) -> HttpResponse:
    """Standards, points, streets and requirements that nobody answers for; overlaps as a note."""
    campaign = fetch(campaigns(request.user), request.user, SEE, pk=pk)
    found = Coverage(request.user, campaign)
    # One more than is shown tells that there are more.
    overlaps, vouched = found.overlaps(NOTED + 1), list(found.doubly_vouched[: NOTED + 1])
    context = {
        "campaign": campaign,
        "coverage": found,
        "overlaps": overlaps[:NOTED],
        "vouched": vouched[:NOTED],
        "more": max(len(overlaps), len(vouched)) > NOTED,
        "shown": SHOWN,
        "noted": NOTED,
        "may_change": may(request.user, CHANGE, campaign),
    }
    return render(request, "duties/coverage.html", context)


@page(CHANGE)
def decompose(request: Request, pk: int) -> HttpResponse:
    """A rule, then what it would do, then one button that does it whole."""
    campaign = fetch(campaigns(request.user), request.user, CHANGE, pk=pk)
    given = request.POST or request.GET or None
    form = OrderForm(request.user, campaign, given)
    if request.method == "POST":
        done = accept(
            form,
            lambda: actions.decompose(request.user, campaign=campaign, order=form.order()),
        )
        if done:
            counts = {"new": len(done.new), "changed": len(done.changed)}
            messages.success(request, _("已分解：新增 %(new)d 项，更新 %(changed)d 项。") % counts)
            return redirect("duties:coverage", campaign.pk)
    proposal = propose(request.user, campaign, form.order()) if form.is_valid() else None
    context = {"campaign": campaign, "form": form, "proposal": proposal, "shown": SHOWN}
    return render(request, "duties/decompose.html", context)
