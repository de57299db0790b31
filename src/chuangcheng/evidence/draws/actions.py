"""What can be done with draws: announced first, drawn later, points replaced one by one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from chuangcheng.engine import draws as engine
from chuangcheng.evidence.draws import queries, rules
from chuangcheng.evidence.draws.models import Draw, Drawn
from chuangcheng.evidence.draws.rules import CHANGE, DrawFacts
from chuangcheng.evidence.inspections.actions import about, hold
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.audit.verbs import Outcome, verb
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person


@verb(
    "draw.announce",
    zh="公告了测评“{title}”的抽取办法：{after[announced]}",
    en="announced how points of the round “{title}” will be drawn: {after[announced]}",
    right=CHANGE,
)
def announce(actor: Person, *, round_: Round, facts: DrawFacts) -> Outcome[Draw]:
    """Say how the points of a round will be drawn, before the seed exists; or say it anew."""
    hold(round_)
    draw = Draw.objects.filter(round=round_).first() or Draw(round=round_)
    before = _facts(draw) if draw.pk else None
    rules.check_not_drawn(draw)
    rules.check_facts(facts, queries.frame(round_))
    draw.announced = facts.announced.strip()
    draw.quotas = [quota.model_dump() for quota in facts.quotas if quota.number]
    draw.excluded = [exclusion.model_dump() for exclusion in facts.excluded]
    draw.announced_at = timezone.now()
    draw.full_clean(validate_unique=False)
    draw.save(update_fields=_ANNOUNCED if draw.pk else None)
    return about(round_, draw, _facts(draw), before=before)


@verb(
    "draw.draw",
    zh="以种子“{after[seed]}”为测评“{title}”抽出 {after[points]} 个点位",
    en="drew {after[points]:point|points} for the round “{title}” from the seed “{after[seed]}”",
    right=CHANGE,
)
def draw_points(actor: Person, *, draw: Draw, seed: str) -> Outcome[Draw]:
    """Draw the points; the frame is that of this moment and is kept with the record."""
    held = _held(draw)
    rules.check_not_drawn(held)
    rules.check_seed(seed)
    facts = DrawFacts(
        held.announced,
        tuple(engine.Quota.model_validate(quota) for quota in held.quotas),
        tuple(engine.Exclusion.model_validate(out) for out in held.excluded),
    )
    frame = queries.frame(held.round)
    rules.check_facts(facts, frame)
    held.frame = queries.rows(frame)
    record = engine.draw(queries.in_columns(held.frame), seed, facts.quotas, facts.excluded)
    held.seed, held.record, held.drawn_at = seed, record.model_dump(mode="json"), timezone.now()
    held.save(update_fields=["frame", "record", "seed", "drawn_at"])
    known = {point.code: point for point in frame}
    Drawn.objects.bulk_create(
        Drawn(draw=held, point=known[one.point], order=one.order, probability=one.probability)
        for one in record.sample
    )
    told = {"seed": seed, "points": len(record.sample), "frame": record.frame_sha256}
    return about(held.round, held, told)


@verb(
    "draw.replace",
    zh="在测评“{title}”中把点位“{before[point]}”换成“{after[point]}”",
    en="replaced the point “{before[point]}” of the round “{title}” by “{after[point]}”",
    right=CHANGE,
)
def replace(actor: Person, *, drawn: Drawn, why: str) -> Outcome[Drawn]:
    """Put the next point of its stratum in the place of one that cannot be visited."""
    draw = _held(drawn.draw)
    rules.check_drawn(draw)
    rules.check_why(why)
    record = draw.engine_record()
    rules.check_replaceable(draw, record, drawn.point)
    record = engine.replace(record, drawn.point.code, why.strip())
    by = next(p for p in record.reserves if p.point == record.replacements[-1].by)
    point = Point.objects.get(code=by.point)
    other = Drawn.objects.create(draw=draw, point=point, order=by.order, probability=None)
    drawn.replaced_by, drawn.why = other, why.strip()
    drawn.save(update_fields=["replaced_by", "why"])
    draw.record = record.model_dump(mode="json")
    draw.save(update_fields=["record"])
    before = {"point": str(drawn.point), "code": drawn.point.code}
    told = {"point": str(point), "code": point.code}
    return about(draw.round, other, told, before=before, why=why)


@verb(
    "draw.discard",
    zh="作废了测评“{title}”的抽取（种子“{before[seed]}”）",
    en="discarded the draw of the round “{title}” (seed “{before[seed]}”)",
    right=CHANGE,
)
def discard(actor: Person, *, draw: Draw, why: str) -> Outcome[Round]:
    """Throw a draw away, points and all; its seed and its reason stay in the log.

    What was assigned already stays assigned.
    """
    rules.check_why(why)
    held = _held(draw)
    before = {**_facts(held), "seed": held.seed}
    round_ = held.round
    held.points.filter(replaced_by__isnull=False).update(replaced_by=None)
    held.delete()
    return about(round_, round_, None, before=before, why=why)


#: What is said of a draw when it is announced.
_ANNOUNCED = ("announced", "announced_at", "quotas", "excluded")


def _held(draw: Draw) -> Draw:
    """The draw as it is once its round is locked. Raises ValidationError when it is no more."""
    hold(draw.round)
    found = Draw.objects.filter(pk=draw.pk).select_related("round").first()
    return rules.check_kept(found)


def _facts(draw: Draw) -> dict[str, Any]:
    return {
        "announced": draw.announced,
        "quotas": sum(quota["number"] for quota in draw.quotas),
        "excluded": [out["point"] for out in draw.excluded],
    }
