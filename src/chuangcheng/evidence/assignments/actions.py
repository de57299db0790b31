"""What can be done with assignments: sharing out, ordering, changing, replacing, patrolling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from chuangcheng.engine import assigning
from chuangcheng.engine.assigning import AssigningError, Inspector, Stop, Visit
from chuangcheng.evidence.assignments import planning, queries, rules
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import CHANGE, AssignmentFacts, Order
from chuangcheng.evidence.assignments.settings import defaults
from chuangcheng.evidence.draws import actions as draws
from chuangcheng.evidence.draws.models import Drawn
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.actions import about
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.evidence.inspections.rules import RoundFacts
from chuangcheng.ground.audit.verbs import Outcome, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person
from chuangcheng.mandate.campaigns.models import Campaign


@verb(
    "assignment.share-out",
    zh="分派了测评“{title}”的 {after[points]} 个点位，其中 {after[twice]} 个由他人双盲复查",
    en="gave out {after[points]:point|points} of the round “{title}”, {after[twice]} of them twice",
    right=CHANGE,
)
def share_out(actor: Person, *, round_: Round, order: Order) -> Outcome[list[Assignment]]:
    """Give every point that nobody has to a team and a day, some a second time, and order each day.

    Whoever is given work is put on the round. Raises ValidationError when it cannot be shared out.
    """
    round_ = inspections.hold(round_)
    rules.check_open(round_)
    points = queries.to_share_out(round_)
    rules.check_order(round_, order, points)
    made = _write(round_, order, _visits(round_, order, points))
    round_.members.add(*order.inspectors)
    found = planning.routes_of(round_, order.days)
    for route in found:
        Assignment.objects.bulk_update(planning.ordered(round_, route, len(found)), ["order"])
    second = sum(assignment.repeat_of_id is not None for assignment in made)
    told = {
        "points": len(points),
        "twice": second,
        "inspectors": [one.pk for one in order.inspectors],
    }
    return about(round_, made, told)


@verb(
    "assignment.change",
    zh="在测评“{title}”中修改了“{after[point]}”的任务",
    en="changed the assignment of “{after[point]}” in the round “{title}”",
    right=CHANGE,
)
def change(actor: Person, *, assignment: Assignment, facts: AssignmentFacts) -> Outcome[Assignment]:
    """Give an assignment another day, other people, hours or weight; its route keeps its order.

    Raises ValidationError when it was dropped meanwhile, or visited and is to go to other people.
    """
    held = _held(assignment)
    round_ = held.round
    rules.check_open(round_)
    before = _facts(held)
    if set(facts.inspectors) != set(held.inspectors.all()):
        rules.check_not_visited(held, visited=bool(queries.visited([held])))
    rules.check_facts(held, facts, queries.answering(facts.inspectors))
    held.day, held.priority = facts.day, facts.priority
    held.opens, held.closes = facts.opens, facts.closes
    held.save(update_fields=["day", "priority", "opens", "closes"])
    held.inspectors.set(facts.inspectors)
    round_.members.add(*facts.inspectors)
    return about(round_, held, _facts(held), before=before)


@verb(
    "assignment.order",
    zh="在测评“{title}”中重排了 {after[day]} 的路线",
    en="put the route of {after[day]} of the round “{title}” into another order",
    right=CHANGE,
)
def reorder(
    actor: Person, *, round_: Round, route: Sequence[Assignment], wanted: Sequence[int]
) -> Outcome[None]:
    """Put the stops of one day's route into this order, by their keys."""
    rules.check_same_route(route, wanted)
    place = {key: number for number, key in enumerate(wanted, 1)}
    for assignment in route:
        assignment.order = place[assignment.pk]
    Assignment.objects.bulk_update(route, ["order"])
    return about(round_, None, {"day": str(route[0].day) if route else "", "order": list(wanted)})


@verb(
    "assignment.shorten",
    zh="在测评“{title}”中重新计算了 {after[day]} 的路线",
    en="computed the route of {after[day]} of the round “{title}” anew",
    right=CHANGE,
)
def shorten(actor: Person, *, round_: Round, route: Sequence[Assignment]) -> Outcome[None]:
    """Put the stops of one day's route into a short order within their hours."""
    Assignment.objects.bulk_update(planning.ordered(round_, route), ["order"])
    return about(round_, None, {"day": str(route[0].day) if route else ""})


@verb(
    "assignment.drop",
    zh="在测评“{title}”中撤销了“{before[point]}”的任务",
    en="dropped the assignment of “{before[point]}” in the round “{title}”",
    right=CHANGE,
)
def drop(actor: Person, *, assignment: Assignment, why: str = "") -> Outcome[Assignment]:
    """Take an assignment back that nobody has visited yet, and its second visit with it.

    Raises ValidationError when it was dropped meanwhile, or it or its second visit was made.
    """
    held = _held(assignment)
    both = Assignment.objects.filter(Q(pk=held.pk) | Q(repeat_of=held))
    rules.check_not_visited(held, visited=bool(queries.visited(both)))
    before = _facts(held)
    held.dropped_at = timezone.now()
    both.live().update(dropped_at=held.dropped_at)
    return about(held.round, held, None, before=before, why=why)


@verb(
    "assignment.replace",
    zh="在测评“{title}”中按次序替换了一个点位，任务随之改派",
    en="replaced a point of the round “{title}” by the next in order, its assignments with it",
    right=CHANGE,
)
def replace(actor: Person, *, drawn: Drawn, why: str) -> Outcome[Drawn]:
    """Replace a drawn point by the next in order; whoever was to visit it visits that instead.

    Assignments of the point that were not visited are dropped and made anew for the other point,
    with the hours of its kind.
    """
    round_ = inspections.hold(drawn.draw.round)
    rules.check_open(round_)
    other = draws.replace(actor, drawn=drawn, why=why)
    old = Assignment.objects.live().filter(round=round_, point=drawn.point).order_by("pk")
    answers = queries.answering(User.objects.filter(assignments__in=old))
    again: dict[int, Assignment] = {}
    for assignment in old:
        rules.check_not_visited(assignment, visited=bool(queries.visited([assignment])))
        people = [
            one
            for one in assignment.inspectors.all()
            if other.point.unit_id not in answers.get(one.pk, ())
        ]
        made = planning.blank(round_, other.point, assignment.day)
        made.order, made.priority = assignment.order, assignment.priority
        made.repeat_of = again.get(assignment.repeat_of_id or 0)
        made.save()
        made.inspectors.set(people)
        again[assignment.pk] = made
    old.update(dropped_at=timezone.now())
    return about(round_, other, {"point": other.point.code}, why=why)


@verb(
    "assignment.patrol",
    zh="发起了督查“{title}”，点位 {after[points]} 个：{after[why]}",
    en="started the patrol “{title}” of {after[points]:point|points}: {after[why]}",
    right=CHANGE,
)
def patrol(
    actor: Person,
    *,
    campaign: Campaign,
    points: Sequence[Point],
    items: Sequence[str],
    reason: str,
) -> Outcome[Round]:
    """Make a patrol round of these points and items, its points waiting to be shared out.

    The round begins today, is open to all in scope, and looks at nothing but the items.
    """
    rules.check_patrol(points, reason)
    today = timezone.localdate()
    facts = RoundFacts(
        year=today.year,
        number=queries.next_patrol(campaign, today.year),
        title_zh=reason.strip()[:100],
        round_kind=RoundKind.PATROL,
        starts=today,
        ends=today + timedelta(days=defaults().patrol - 1),
        items=tuple(items),
    )
    round_ = inspections.create(actor, campaign=campaign, facts=facts, secret=False)
    Assignment.objects.bulk_create(
        planning.blank(round_, point, today) for point in {p.pk: p for p in points}.values()
    )
    return about(round_, round_, {"points": len(points), "items": list(items), "why": reason})


def _visits(round_: Round, order: Order, points: Sequence[Point]) -> list[Visit]:
    """The plan of the engine. Raises ValidationError when there is none."""
    answers = queries.answering(order.inspectors)
    people = [
        Inspector(str(one.pk), frozenset(map(str, answers[one.pk]))) for one in order.inspectors
    ]
    rota = assigning.teams(people, order.team, len(order.days))
    minutes = assigning.work(
        defaults().pace,
        [planning.place(point) for point in points],
        [planning.items_at(round_, point) for point in points],
    )
    stops = [
        Stop(str(point.pk), took, point.lon, point.lat, str(point.unit_id or ""))
        for point, took in zip(points, minutes, strict=True)
    ]
    seed = f"{round_.pk} {round_.seq}"
    try:
        return assigning.assign(stops, rota, twice=order.twice, seed=seed)
    except AssigningError as error:
        named = {str(point.pk): point for point in points}
        raise rules.refuse_sharing(error, named) from None


def _write(round_: Round, order: Order, visits: Sequence[Visit]) -> list[Assignment]:
    """The plan as rows; a point that waited keeps the row it waited with."""
    waiting = {a.point_id: a for a in Assignment.objects.filter(round=round_).waiting()}
    points = {point.pk: point for point in Point.objects.select_related("point_kind")}
    firsts: dict[str, Assignment] = {}
    for first in (visit for visit in visits if not visit.second):
        key = int(first.stop.id)
        row = waiting.get(key) or planning.blank(round_, points[key], order.days[first.day])
        row.day = order.days[first.day]
        row.save()
        firsts[first.stop.id] = row
        row.inspectors.set(map(int, first.team))
    found = list(firsts.values())
    for second in (visit for visit in visits if visit.second):
        point = points[int(second.stop.id)]
        row = planning.blank(round_, point, order.days[second.day])
        row.repeat_of = firsts[second.stop.id]
        row.save()
        row.inspectors.set(map(int, second.team))
        found.append(row)
    return found


def _held(assignment: Assignment) -> Assignment:
    """An assignment as it is this moment; its round and it stay locked until the verb is over.

    The round comes first, as in every verb that holds both. Raises ValidationError when the
    assignment was dropped meanwhile.
    """
    round_ = inspections.hold(assignment.round)
    held = Assignment.objects.select_for_update().get(pk=assignment.pk)
    rules.check_live(held)
    held.round = round_
    return held


def _facts(assignment: Assignment) -> dict[str, object]:
    return {
        "point": str(assignment.point),
        "day": str(assignment.day),
        "inspectors": sorted(assignment.inspectors.values_list("pk", flat=True)),
        "opens": str(assignment.opens or ""),
        "closes": str(assignment.closes or ""),
        "priority": assignment.priority,
    }
