"""A problem as its page shows it: its history in words, its pictures, and what a person may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chuangcheng.evidence.photographs import queries as photographs
from chuangcheng.evidence.photographs.models import Photograph
from chuangcheng.ground.audit.telling import called
from chuangcheng.ground.scope import Person
from chuangcheng.ground.words import Words
from chuangcheng.lib.working import Unit as LimitUnit
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.clock import Clock
from chuangcheng.remedy.problems.flow import BY_ITSELF
from chuangcheng.remedy.problems.models import Moment, Problem, Sighting, Step
from chuangcheng.remedy.problems.procedures import Procedures

#: So many sightings of a problem are shown.
_SEEN = 20


@dataclass(frozen=True)
class Told:
    """One step as people read it."""

    at: datetime
    who: str
    unit: str
    title: str
    note: str
    state: str


@dataclass(frozen=True)
class Limit:
    """One time limit as people read it; `tone` as on the overview."""

    title: str
    amount: str
    due: datetime | None
    says: str
    tone: str


@dataclass(frozen=True)
class Offer:
    """A verb that a person may use now; one that leads `aside` is never the main one."""

    verb: str
    title: str
    aside: bool


def state(problem: Problem) -> str:
    """Where a problem is, in words."""
    return str(queries.procedures(problem).flow.states[problem.state].title)


def source(problem: Problem) -> str:
    """Where a problem came from, in words."""
    known = queries.procedures(problem).flow.sources.get(problem.source)
    return str(known.title) if known else problem.source


def category(problem: Problem) -> str:
    """The category in words, a class after its category."""
    known = queries.procedures(problem)
    main, _dot, rest = problem.category.partition(".")
    titles = [known.title(main), *([known.title(problem.category)] if rest else [])]
    return " › ".join(str(title) for title in titles if title.zh) or problem.category


def severity(problem: Problem) -> str:
    """How grave it is, in words."""
    return str(queries.procedures(problem).severities.get(problem.severity, problem.severity))


def place(problem: Problem) -> str:
    """Where it is: its point, else its address, else its area."""
    return str(problem.point or problem.address or problem.area)


def due(problem: Problem, now: datetime | None = None) -> str:
    """When the next time limit runs out, and whether it has."""
    if problem.due is None:
        return ""
    text = timezone.localtime(problem.due).strftime("%Y-%m-%d %H:%M")
    late = problem.due < (now or timezone.now())
    return _("%s（已超期）") % text if late else text


def waiting(problem: Problem, now: datetime | None = None) -> str:
    """When a problem was reported as rectified, and for how many days it has waited since."""
    if problem.rectified_at is None:
        return ""
    day = timezone.localtime(problem.rectified_at)
    days = (timezone.localtime(now).date() - day.date()).days
    waited = ngettext("%(day)s，已等 %(n)s 天", "%(day)s，已等 %(n)s 天", days)
    return waited % {"day": day.strftime("%m-%d"), "n": days}


def story(problem: Problem) -> Iterator[Told]:
    """The history, the newest step first."""
    known = queries.procedures(problem)
    titles = {step.verb: step.taken for step in known.flow.steps}
    steps = Step.objects.filter(problem=problem).select_related("unit").order_by("-n")
    for step in steps:
        title = titles.get(step.verb, Words("发现", "Reported"))
        there = known.flow.states.get(step.to_state)
        yield Told(
            step.at,
            called(step.actor_id, step.actor_name),
            str(step.unit or ""),
            _said(step, str(title)),
            # What the site has to say is there in both languages.
            _(step.note) if step.note and step.verb in BY_ITSELF else step.note,
            str(there.title) if there and step.to_state != step.from_state else "",
        )


def _said(step: Step, title: str) -> str:
    if step.verb == "recheck":
        found = _("符合") if step.outcome == "met" else _("不符合")
        return _("%(title)s：%(found)s") % {"title": title, "found": found}
    if step.data.get("rebound"):
        return _("%s（反弹）") % title
    if step.data.get("amount"):
        return f"{title} {lasting(step.data['amount'], step.data['unit'])}"
    return title


def lasting(amount: int, unit: LimitUnit) -> str:
    """How long a time limit is, in words."""
    known = {
        "working hours": ngettext("%(n)s 个工作小时", "%(n)s 个工作小时", amount),
        "working days": ngettext("%(n)s 个工作日", "%(n)s 个工作日", amount),
        "natural days": ngettext("%(n)s 个自然日", "%(n)s 个自然日", amount),
    }
    return known[unit] % {"n": amount}


def limits(problem: Problem, now: datetime | None = None) -> list[Limit]:
    """The time limits of a problem."""
    present = now or timezone.now()
    return [_limit(stage, present) for stage in Clock.of(problem.clock).stages]


def starting(problem: Problem, verb: str) -> list[Limit]:
    """The time limits that a verb sets going, as they will be."""
    now = timezone.now()
    clock = queries.starting(problem, verb, now)
    return [_limit(stage, now) for stage in clock.stages if not stage.met] if clock else []


def _limit(stage: Any, now: datetime) -> Limit:  # noqa: ANN401  # a stage
    amount = lasting(stage.limit.amount, stage.limit.unit)
    if stage.met:
        good = stage.due is None or stage.met <= stage.due
        says, tone = (_("按时完成"), "good") if good else (_("超期完成"), "alert")
    elif stage.left is not None:
        says, tone = _("暂停计时"), ""
    elif stage.due and stage.due < now:
        says, tone = _("已超期"), "alert"
    else:
        says, tone = _("计时中"), ""
    return Limit(str(stage.title), amount, stage.due, says, tone)


def sightings(problem: Problem) -> list[Sighting]:
    """Where a problem was seen, the latest first; rounds are named in the reader's language."""
    rows = problem.sightings.filter(withdrawn_at=None).order_by("-seen_at").select_related("round")
    found = list(rows[:_SEEN])
    for row in found:
        if row.round:
            row.said = _("测评“%(round)s”") % {"round": row.round}
    return found


def pictures(person: Person, problem: Problem) -> dict[str, list[Photograph]]:
    """The photographs before and after that a person may see, and those of its sightings.

    What was taken again of a sighting shows what it was like before, too.
    """
    moments: dict[UUID, str] = dict(problem.pictures.values_list("photograph", "moment"))
    rows = photographs.accepted_first(photographs.named(person, moments.keys()))
    found: dict[str, list[Photograph]] = {moment: [] for moment in Moment.values}
    for row in rows:
        found[moments.get(row.uuid, Moment.BEFORE)].append(row)
    return found


def offers(person: Person, problem: Problem) -> list[Offer]:
    """The verbs that a person may use now, the main one first."""
    known: Procedures = queries.procedures(problem)
    titles = {step.verb: str(step.title) for step in known.flow.steps}
    aside = known.flow.aside(problem.state)
    found = queries.offered(person, problem)
    return [Offer(verb, titles[verb], verb in aside) for verb in found]
