"""The pages on which procedures are looked at and set."""

from __future__ import annotations

from typing import Any

import yaml
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.subject import fetch, find
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.remedy.problems import procedures, queries, showing
from chuangcheng.remedy.problems.forms import ProcedureForm
from chuangcheng.remedy.problems.rules import CONFIGURE, SEE
from chuangcheng.remedy.problems.setting import actions


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


@page(SEE)
def document(request: Request, pk: int) -> HttpResponse:
    """The document of a campaign's procedure, to be changed and brought back."""
    campaign = find(campaigns.campaigns(request.user), pk=pk)
    newest = queries.procedure(campaign)
    found = newest.document if newest else procedures.shipped()
    text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False)
    headers = {"Content-Disposition": f'attachment; filename="procedure-{campaign.pk}.yaml"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@page(CONFIGURE)
def change(request: Request, pk: int) -> HttpResponse:
    """Give a campaign its next procedure."""
    campaign = fetch(campaigns.campaigns(request.user), request.user, CONFIGURE, pk=pk)
    form = ProcedureForm(request.POST or None, request.FILES or None)
    done = accept(
        form,
        lambda: actions.set_procedure(
            request.user, campaign=campaign, document=_read(form.cleaned_data["file"])
        ),
    )
    if done:
        messages.success(request, _("已设定；新问题按新的规程办理，办理中的按原来的办到底。"))
        return redirect("problems:procedure", campaign.pk)
    lead = _("上传后成为第几版由系统编号，旧的都保留。")
    return form_page(request, form, title=_("设定办理规程"), verb=_("设定"), lead=lead)


def _read(file: UploadedFile[Any]) -> dict[str, Any]:
    try:
        found = yaml.safe_load(file.read())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValidationError({"file": _("文件不是 YAML：%s") % error}) from None
    if not isinstance(found, dict):
        raise ValidationError({"file": _("文件里没有办理规程。")})
    return found


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
            "amount": f"{stage.limit.amount} {showing.in_words(stage.limit.unit)}",
        }
        for (subject, severity), stages in known.limits.items()
        for stage in stages
    ]
