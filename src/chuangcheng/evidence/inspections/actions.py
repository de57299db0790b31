"""What can be done with rounds. Every verb that adds to a round takes its next number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.utils import timezone

from chuangcheng.evidence.inspections import queries, rules
from chuangcheng.evidence.inspections.models import Decision, Observation, Round
from chuangcheng.evidence.inspections.rules import CHANGE, DECIDE, JUDGE, Judgement, RoundFacts
from chuangcheng.evidence.inspections.sheet import plan
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.verbs import Outcome, changed, made, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, require
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign

T = TypeVar("T")


@verb("round.create", zh="新建了测评“{title}”", en="created the round “{title}”", right=CHANGE)
def create(
    actor: Person,
    *,
    campaign: Campaign,
    facts: RoundFacts,
    secret: bool,
    members: Sequence[User] = (),
) -> Outcome[Round]:
    """Make a round under the edition that the campaign has now; whoever makes it is on it."""
    rules.check_days(facts.starts, facts.ends)
    released = None if secret else timezone.now()
    round_ = Round(
        campaign=campaign, edition=campaign.edition, released_at=released, **asdict(facts)
    )
    round_.full_clean(exclude=["members"])
    round_.save()
    on_it = {*(member.pk for member in members), *([actor.pk] if actor.pk else [])}
    round_.members.set(on_it)
    return made(round_, members=sorted(on_it))


@verb("round.change", zh="修改了测评“{title}”", en="changed the round “{title}”", right=CHANGE)
def change(
    actor: Person, *, round_: Round, facts: RoundFacts, members: Sequence[User]
) -> Outcome[Round]:
    """Say something new of a round and of who is on it; its edition stays."""
    before = {**round_.facts(), "members": _members(round_)}
    rules.check_days(facts.starts, facts.ends)
    if round_.secret:
        rules.check_members(members)
    for name, value in asdict(facts).items():
        setattr(round_, name, value)
    round_.full_clean(exclude=["members"])
    round_.save(update_fields=list(asdict(facts)))
    round_.members.set(members)
    return changed(round_, before, members=_members(round_))


@verb("round.release", zh="公布了测评“{title}”", en="released the round “{title}”", right=CHANGE)
def release(actor: Person, *, round_: Round) -> Outcome[Round]:
    """Let everybody in scope see a round that was secret."""
    before = round_.facts()
    rules.check_released(round_)
    round_.released_at = timezone.now()
    round_.save(update_fields=["released_at"])
    return changed(round_, before)


@verb(
    "round.import",
    zh="向测评“{title}”导入观察记录 {after[new]} 条",
    en="imported {after[new]} observations into the round “{title}”",
)
def take_in(
    actor: Person, *, round_: Round, name: str, content: bytes, source: Source
) -> Outcome[Plan[Observation]]:
    """Add a whole file of observations, or raise ValidationError and write nothing.

    Rows that the round has already are left as they are, so a file may come twice.
    Areas in which the actor may not record are refused row by row.
    """
    require(actor, JUDGE)
    planned = plan(actor, round_, name, content)
    refuse(planned.problems)
    if planned.new:
        seq = _next(round_)
        for row in planned.new:
            row.seq = seq
        Observation.objects.bulk_create(planned.new, batch_size=2000)
    told = {"new": len(planned.new), "same": planned.same, "file": name, "sha256": source.sha256}
    return _about(round_, planned, told)


@verb(
    "round.judge",
    zh="在测评“{title}”中更正了 {before[item]}：{before[result]} → {after[result]}",
    en="corrected {before[item]} in the round “{title}”: {before[result]} → {after[result]}",
)
def judge(
    actor: Person,
    *,
    observation: Observation,
    said: Judgement,
    why: str,
    uuid: UUID | None = None,
) -> Outcome[Observation]:
    """Judge an item anew: one more observation that corrects the earlier one.

    Raises ValidationError with everything that the rule of the item finds wrong.
    """
    require(actor, JUDGE, observation)
    round_ = observation.round
    seq = _next(round_)
    rules.check_stands(Observation.objects.filter(corrects=observation))
    meant = rules.check_judgement(queries.judge(round_), observation, said)
    later = Observation(
        **{name: getattr(observation, name) for name in _KEPT},
        uuid=uuid or uuid4(),
        seq=seq,
        corrects=observation,
        result=meant.result,
        count=meant.count,
        of=meant.of,
        observed_at=timezone.now(),
        source="",
    )
    later.save(force_insert=True)
    before = {"item": observation.item, "visit": observation.visit, **_said(observation)}
    return _about(round_, later, {**before, **_said(later)}, before=before, why=why)


@verb(
    "round.decide",
    zh="在测评“{title}”中对“{after[area]}”适用 {after[sanction]}",
    en="laid {after[sanction]} on “{after[area]}” in the round “{title}”",
)
def decide(
    actor: Person,
    *,
    round_: Round,
    area: Area,
    sanction: str,
    times: float = 1.0,
    unit: Unit | None = None,
    note: str = "",
) -> Outcome[Decision]:
    """Lay a bonus, penalty or veto of the edition on an area."""
    require(actor, DECIDE, area)
    rules.check_sanction(queries.framework(round_), sanction)
    decision = Decision(
        round=round_, area=area, sanction=sanction, times=times, unit=unit, note=note
    )
    decision.seq = _next(round_)
    decision.save(force_insert=True)
    told = {"sanction": sanction, "area": area.title_zh, "times": times, "note": note}
    return _about(round_, decision, told)


@verb(
    "round.take-back",
    zh="在测评“{title}”中撤回了 {before[sanction]}",
    en="took back {before[sanction]} in the round “{title}”",
)
def take_back(actor: Person, *, decision: Decision, why: str) -> Outcome[Decision]:
    """Take a decision back, by one more decision that says so."""
    require(actor, DECIDE, decision.area)
    kept = {
        name: getattr(decision, name) for name in ("round", "area", "sanction", "times", "unit")
    }
    later = Decision(**kept, takes_back=decision, note=why[:300], seq=_next(decision.round))
    later.save(force_insert=True)
    before = {"sanction": decision.sanction, "area": decision.area.title_zh}
    return _about(decision.round, later, None, before=before, why=why)


_KEPT = ("round", "area_id", "unit_id", "point_id", "point_type", "item", "visit", "method")


def _next(round_: Round) -> int:
    """The round's next number; the row stays locked, so numbers come in the order of commits."""
    held = Round.objects.select_for_update().only("seq").get(pk=round_.pk)
    held.seq += 1
    held.save(update_fields=["seq"])
    round_.seq = held.seq
    return held.seq


def _members(round_: Round) -> list[int]:
    return sorted(round_.members.values_list("pk", flat=True))


def _said(observation: Observation) -> dict[str, Any]:
    return {"result": observation.result, "count": observation.count, "of": observation.of}


def _about(
    round_: Round,
    result: T,
    after: dict[str, Any] | None,
    *,
    before: dict[str, Any] | None = None,
    why: str = "",
) -> Outcome[T]:
    """What happened in a round is told of the round, so that it stays as secret as the round is."""
    return Outcome(
        result, Round.kind, str(round_.pk), str(round_), round_.place(), before, after, why
    )
