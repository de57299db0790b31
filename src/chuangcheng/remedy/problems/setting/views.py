"""The pages on which procedures are looked at and set."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.subject import find
from chuangcheng.library import flows
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.mandate.campaigns.documents import DocumentPages
from chuangcheng.remedy.problems import procedures, queries, showing
from chuangcheng.remedy.problems.rules import CONFIGURE, SEE
from chuangcheng.remedy.problems.setting import actions

PROCEDURE = DocumentPages(
    page="problems:procedure",
    file="procedure",
    see=SEE,
    configure=CONFIGURE,
    title=lazy("设定办理规程"),
    help=lazy("办理规程的 YAML 文件；先下载现行的，改好再上传。"),
    done=lazy("已设定；新问题按新的规程办理，办理中的按原来的办到底。"),
    there=queries.document,
    names=flows.names,
    ships=procedures.shipped,
    set_=actions.set_procedure,
)


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """How the problems of a campaign are handled: flow, categories and time limits."""
    campaign = find(campaigns.campaigns(request.user), pk=pk)
    known = queries.known(campaign)
    context = {
        "campaign": campaign,
        "procedure": queries.procedure(campaign),
        "known": known,
        "steps": [_step(known, step) for step in known.flow.steps],
        "limits": _limits(known),
        "may_change": may(request.user, CONFIGURE, campaign),
    }
    return render(request, "problems/procedure.html", context)


def _step(known: procedures.Procedures, step: Any) -> dict[str, str]:  # noqa: ANN401  # a step
    states = known.flow.states
    to = states[step.to].title if step.to in states else ""
    return {
        "title": str(step.title),
        "from": _("、").join(str(states[code].title) for code in step.sources),
        "to": str(to) or (_("原状态") if step.to == "back" else _("不变")),
    }


def _limits(known: procedures.Procedures) -> list[dict[str, str]]:
    return [
        {
            "subject": str(known.title(subject)) if subject else _("其他各类"),
            "severity": str(known.severities[severity]) if severity else "",
            "stage": str(stage.title),
            "amount": showing.lasting(stage.limit.amount, stage.limit.unit),
        }
        for (subject, severity), stages in known.limits.items()
        for stage in stages
    ]
