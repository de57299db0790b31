"""Steps of problems that leave somebody else with something to do; which, and who, is data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

from django.utils import timezone

from chuangcheng.adapters.notices.limits import UNIT, StepName, limits
from chuangcheng.adapters.notices.sources.source import Told, worded
from chuangcheng.ground.words import Words
from chuangcheng.remedy.escalation import queries
from chuangcheng.remedy.problems import wording
from chuangcheng.remedy.problems.models import Problem, Step

#: The steps that can be told, by verb and outcome: what is to be done now, and what is said of it.
WORDS: Mapping[StepName, tuple[Words, Words]] = {
    "dispatch": (
        Words("新交办", "Dispatched"),
        Words(
            "问题“{title}”（{number}）已交办，{due} 到期。", "“{title}” ({number}) is due {due}."
        ),
    ),
    "arbitrate": (
        Words("裁定交办", "Decided"),
        Words(
            "问题“{title}”（{number}）已裁定承办单位，{due} 到期。",
            "It was decided whose “{title}” ({number}) is; it is due {due}.",
        ),
    ),
    "return": (
        Words("退回待裁定", "Returned"),
        Words(
            "{unit}退回了问题“{title}”（{number}）：{note}",
            "{unit} returned “{title}” ({number}): {note}",
        ),
    ),
    "dispute": (
        Words("异议待裁定", "Disputed"),
        Words(
            "{unit}对问题“{title}”（{number}）有异议：{note}",
            "{unit} disputes “{title}” ({number}): {note}",
        ),
    ),
    "ask-extension": (
        Words("申请延期", "More time asked for"),
        Words(
            "{unit}为问题“{title}”（{number}）申请延期：{note}",
            "{unit} asks for more time for “{title}” ({number}): {note}",
        ),
    ),
    "rectify": (
        Words("待复查", "To be re-checked"),
        Words(
            "{unit}报告问题“{title}”（{number}）已整改，请复查。",
            "{unit} says that “{title}” ({number}) is rectified; please re-check it.",
        ),
    ),
    "recheck.unmet": (
        Words("复查未通过", "Sent back"),
        Words(
            "问题“{title}”（{number}）复查不符合，请继续整改，{due} 到期。",
            "“{title}” ({number}) was re-checked and is not met; it is due {due}.",
        ),
    ),
}


def told(since: datetime, now: datetime) -> Iterator[Told]:
    """Each of the steps that the figures name, to whom they name but for whoever took it."""
    wanted = {_verb(name): (name, to) for name, to in limits().problem_steps.items() if to}
    verbs = {verb for verb, _outcome in wanted}
    rows = Step.objects.filter(at__gt=since, at__lte=now, verb__in=verbs)
    rows = rows.select_related("problem__area", "problem__lead", "problem__campaign__area")
    for step in rows.order_by("at", "pk"):
        if found := wanted.get((step.verb, step.outcome)):
            yield _told(step, *found)


def _verb(name: StepName) -> tuple[str, str]:
    verb, _dot, outcome = name.partition(".")
    return verb, outcome


def _told(step: Step, name: StepName, to: tuple[str, ...]) -> Told:
    title, text = WORDS[name]
    problem = step.problem
    said = {
        "title": wording.said(problem.title, problem.item_zh, problem.item_en),
        "number": problem.number,
        "unit": problem.lead or "",
        "note": step.note,
        "due": timezone.localtime(problem.due).strftime("%Y-%m-%d %H:%M") if problem.due else "—",
    }
    return Told(
        ref=str(step.pk),
        title=title,
        text=worded(text, **said),
        link=problem.get_absolute_url(),
        at=step.at,
        people=partial(_people, step, problem, to),
    )


def _people(step: Step, problem: Problem, to: tuple[str, ...]) -> set[int]:
    found: set[int] = set()
    for one in to:
        if one == UNIT:
            units = {problem.lead_id, *problem.partners.values_list("pk", flat=True)}
            found |= queries.acting_for(units)
        else:
            top = problem.campaign.area
            found |= queries.holding(one, area=problem.area, top=top, unit=problem.lead_id)
    return found - {step.actor_id}
