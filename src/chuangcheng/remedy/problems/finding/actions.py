"""How problems come onto the list: reported by people, or seen in a round.

There is one record for each point and item of a campaign: what is seen again is added to it, and
what is seen again after it was closed opens it once more, within the set days as a rebound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.engine.framework import Framework, Part
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground.audit.verbs import Outcome, changed, made, told, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, Place, require
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.duties import queries as duties
from chuangcheng.mandate.frameworks.queries import framework as framework_of
from chuangcheng.remedy.problems import closing, queries, rules, sheet
from chuangcheng.remedy.problems.clock import Clock
from chuangcheng.remedy.problems.looking import spelt
from chuangcheng.remedy.problems.models import (
    Counter,
    Moment,
    Problem,
    Procedure,
    Sighting,
)
from chuangcheng.remedy.problems.rules import IMPORT, REPORT, ProblemFacts
from chuangcheng.remedy.problems.setting.actions import procedure_of
from chuangcheng.remedy.problems.steps.actions import (
    Held,
    add_pictures,
    begin,
    hold,
    keep_words,
    take,
)


@dataclass(frozen=True)
class Seen:
    """One sighting: when, from where, what was said, what it costs, and the observation if any.

    `photographs` are those taken of it.
    """

    source: str
    at: datetime
    said: str = ""
    stake: float | None = None
    observation: Observation | None = None
    photographs: tuple[UUID, ...] = ()


def report(
    actor: Person, *, facts: ProblemFacts, seen: Seen | None = None, now: datetime | None = None
) -> Problem:
    """Put a problem onto the list, or add a sighting to the one of the same point and item.

    Raises ValidationError with everything that is wrong with what is said.
    """
    procedure = procedure_of(actor, campaign=facts.campaign)
    rules.check_facts(facts, queries.known(facts.campaign))
    sighting = seen or Seen(facts.source, facts.found_at, facts.detail)
    there = _same(facts)
    if there is not None:
        return see_again(actor, problem=there, seen=sighting, now=now)
    return make(actor, facts=facts, procedure=procedure, seen=sighting, now=now)


@verb("problem.report", zh="报告了问题“{title}”", en="reported the problem “{title}”")
def make(
    actor: Person,
    *,
    facts: ProblemFacts,
    procedure: Procedure,
    seen: Seen,
    now: datetime | None = None,
) -> Outcome[Problem]:
    """Open a new record under a procedure, in the state in which its source begins.

    Who may report in an area may report there whatever they see, whoever is to put it right.
    """
    problem = drafted(actor, facts, procedure, seen)
    require(actor, REPORT, Place(problem.area.path))
    _number(problem, facts)
    problem.clean_fields(exclude={"clock", "asked"})
    problem.save()
    begin(actor, problem, now or timezone.now(), {"source": facts.source})
    _sight(problem, seen)
    add_pictures(problem, facts.before, Moment.BEFORE)
    keep_words([problem])
    return made(problem)


@verb(
    "problem.see-again",
    zh="再次发现问题“{title}”",
    en="saw the problem “{title}” again",
)
def see_again(
    actor: Person, *, problem: Problem, seen: Seen, now: datetime | None = None
) -> Outcome[Problem]:
    """Add a sighting; one after the problem was closed opens it again.

    One that was withdrawn is opened by whatever holds of it, however early that was seen.
    Anybody who may report may add to a problem, also one that they do not see otherwise.
    """
    held = hold(problem, now)
    row, flow = held.problem, held.known.flow
    came_back = row.closed_at is not None and seen.at > row.closed_at
    rebound = came_back and _rebounds(row, seen.at, flow.rebound_days)
    data = {"source": seen.source, "rebound": rebound}
    if came_back or row.state in flow.withdrawn:
        _open_again(actor, held, seen, data)
    else:
        _add(row, seen, rebound=False)
        take(actor, held, "see-again", data=data)
    return changed(row, held.before)


def drafted(actor: Person, facts: ProblemFacts, procedure: Procedure, seen: Seen) -> Problem:
    """A problem as it is said to be, without its number and not yet kept."""
    known = queries.known(facts.campaign)
    point, area = facts.point, facts.point.area if facts.point else facts.area
    if area is None:
        raise ValidationError({"area": _("请选择区域。")})
    whole = framework_of(facts.campaign.edition)
    item = queries.item_of(whole, facts.item) if facts.item else None
    said = f"{item.title.zh if item else ''} {facts.title}"
    stake = seen.stake
    if stake is None and item is not None:
        stake = queries.most_at_stake(whole, item.id)
    state = known.flow.sources[facts.source].begins
    return Problem(
        campaign=facts.campaign, procedure=procedure, source=facts.source, state=state,
        open=known.flow.states[state].open, title=facts.title.strip(), detail=facts.detail,
        point=point, area=area, address=facts.address or (point.address if point else ""),
        lon=facts.lon if facts.lon is not None else point.lon if point else None,
        lat=facts.lat if facts.lat is not None else point.lat if point else None,
        item=item.id if item else "", item_zh=item.title.zh if item else "",
        item_en=item.title.en if item else "", standard=_standard(whole, facts),
        stake=stake or 0.0, reference=facts.reference, category=facts.category or known.category_of(said),
        severity=facts.severity or next(iter(known.severities)), found_at=facts.found_at, seen=1,
        lead=facts.lead or _lead(facts),
        reporter_id=actor.pk if isinstance(actor, User) else None,
        reporter_name=facts.reporter_name, reporter_contact=facts.reporter_contact,
    )  # fmt: skip


def _same(facts: ProblemFacts) -> Problem | None:
    if facts.point is None or not facts.item:
        return None
    rows = Problem.objects.filter(campaign=facts.campaign, point=facts.point, item=facts.item)
    return rows.select_related("area").first()


def _open_again(actor: Person, held: Held, seen: Seen, data: Mapping[str, Any]) -> None:
    """File a problem once more; the step keeps how it was closed."""
    row, closed, rebound = held.problem, closing.kept(held.problem), data["rebound"]
    _add(row, seen, rebound=rebound)
    row.rebounds += int(rebound)
    row.on_time, row.rectified_at, row.asked = None, None, None
    held.tick(Clock())
    take(actor, held, "reopen", data={**data, "closed": closed})


def _add(row: Problem, seen: Seen, *, rebound: bool) -> None:
    row.seen += 1
    if seen.stake is not None:
        row.stake = seen.stake
    _sight(row, seen, rebound=rebound)


def _sight(problem: Problem, seen: Seen, *, rebound: bool = False) -> None:
    observation = seen.observation
    Sighting.objects.create(
        problem=problem,
        source=seen.source,
        seen_at=seen.at,
        said=seen.said[:300],
        observation=observation,
        round_id=observation.round_id if observation else None,
        rebound=rebound,
    )
    add_pictures(problem, seen.photographs, Moment.BEFORE)


def _rebounds(row: Problem, at: datetime, days: int) -> bool:
    """Whether one that was put right, and not merely closed, came back within the days."""
    closed = row.closed_at
    if closed is None or not row.rechecks.filter(met=True, at=closed).exists():
        return False
    return at <= closed + timedelta(days=days)


def _number(problem: Problem, facts: ProblemFacts) -> None:
    """The next number of the campaign and year; the row stays locked until it is kept."""
    year = timezone.localtime(facts.found_at).year
    counter, _made = Counter.objects.get_or_create(campaign=facts.campaign, year=year)
    counter = Counter.objects.select_for_update().get(pk=counter.pk)
    counter.last += 1
    counter.save(update_fields=["last"])
    problem.year, problem.serial = year, counter.last
    problem.number = spelt(facts.campaign.code, year, counter.last)


def _standard(whole: Framework, facts: ProblemFacts) -> str:
    """The standard that the item decides where it was seen; "" where it decides none."""
    kind = facts.point.point_kind.code if facts.point else ""
    naming = [
        (_closeness(part, kind), standard.id)
        for standard in whole.standards()
        for part in standard.parts
        if facts.item in whole.items_of(part)
    ]
    return min(naming, key=lambda one: one[0], default=(0, ""))[1]


def _closeness(part: Part, kind: str) -> int:
    """First the parts that name the kind of point, then those of all kinds, then the others."""
    if kind in part.at:
        return 0
    return 2 if part.at else 1


def _lead(facts: ProblemFacts) -> Unit | None:
    """Who is to lead: the unit that answers for the point, else that of the standard's duty."""
    if facts.point is not None and facts.point.unit is not None:
        return facts.point.unit
    whole = framework_of(facts.campaign.edition)
    code = _standard(whole, facts)
    rows = duties.of_campaign(facts.campaign).filter(standard__code=code) if code else ()
    closest = max((duty for duty in rows if _covers(duty.area, facts)), key=_depth, default=None)
    return closest.lead() if closest else None


def _covers(area: Any, facts: ProblemFacts) -> bool:  # noqa: ANN401  # an area or none
    here = facts.point.area if facts.point else facts.area
    return area is None or (here is not None and here.path.startswith(area.path))


def _depth(duty: Any) -> int:  # noqa: ANN401  # a duty
    return len(duty.area.path) if duty.area else 0


def observed_at(observation: Observation, round_: Round) -> datetime:
    """When an observation was made; without a time, when its round started."""
    if observation.observed_at is not None:
        return observation.observed_at
    start = datetime.combine(round_.starts, datetime.min.time())
    return timezone.make_aware(start)


@verb(
    "problem.import",
    zh="从文件“{title}”导入上级反馈问题 {after[new]} 个",
    en="imported {after[new]:problem|problems} of superiors' feedback from “{title}”",
    right=IMPORT,
)
def take_in(
    actor: Person, *, rows: Sequence[Row], source: Source
) -> Outcome[Plan[sheet.FeedbackRow]]:
    """Bring a whole sheet of feedback onto the list, or raise ValidationError and write nothing.

    Rows whose number is there already are left as they are, so a file may come twice.
    """
    planned = sheet.plan(actor, rows)
    refuse(planned.problems)
    for row in planned.new:
        report(actor, facts=row.facts)
    summary = {"new": len(planned.new), "same": planned.same, "sha256": source.sha256}
    return told(planned, kind=sheet.FEEDBACK.name, title=source.name, facts=summary)
