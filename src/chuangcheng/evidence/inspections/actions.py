"""What can be done with rounds. Every verb that adds to a round takes its next number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.utils import timezone

from chuangcheng.evidence.inspections import queries, rules
from chuangcheng.evidence.inspections.models import Decision, Observation, Round
from chuangcheng.evidence.inspections.rules import (
    CHANGE,
    DECIDE,
    JUDGE,
    Judgement,
    RoundFacts,
    Seen,
)
from chuangcheng.evidence.inspections.sheet import FRESH, Fresh, plan
from chuangcheng.ground import often
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.verbs import Outcome, changed, made, verb
from chuangcheng.ground.bulk import make_rows, written
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, require
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.frameworks import queries as frameworks

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
    if facts.items:
        rules.check_items(frameworks.framework(campaign.edition), facts.items)
    released = None if secret else timezone.now()
    round_ = Round(
        campaign=campaign, edition=campaign.edition, released_at=released, **facts.columns()
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
    """Say something new of a round and of who is on it; its edition stays.

    Whoever the actor cannot see stays on it, named or not.
    """
    held = hold(round_)
    before = {**held.facts(), "members": _members(held)}
    rules.check_days(facts.starts, facts.ends)
    if facts.items:
        rules.check_items(queries.framework(held), facts.items)
    on_it = {*members, *queries.members_beyond(actor, held)}
    if held.secret:
        rules.check_members(on_it)
    for name, value in facts.columns().items():
        setattr(held, name, value)
    held.full_clean(exclude=["members"])
    held.save(update_fields=list(facts.columns()))
    held.members.set(on_it)
    return changed(held, before, members=_members(held))


@verb("round.release", zh="公布了测评“{title}”", en="released the round “{title}”", right=CHANGE)
def release(actor: Person, *, round_: Round) -> Outcome[Round]:
    """Let everybody in scope see a round that was secret."""
    held = hold(round_)
    rules.check_released(held)
    before = held.facts()
    # The caller goes on with the row it gave, which is to say the same.
    held.released_at = round_.released_at = timezone.now()
    held.save(update_fields=["released_at"])
    return changed(held, before)


@verb("round.close", zh="关闭了测评“{title}”", en="closed the round “{title}”", right=CHANGE)
def close(actor: Person, *, round_: Round, why: str = "") -> Outcome[Round]:
    """Take nothing more in: what phones send from now on is kept, and refused."""
    held = hold(round_)
    rules.check_closing(held)
    before = held.facts()
    held.closed_at = round_.closed_at = timezone.now()
    held.save(update_fields=["closed_at"])
    return changed(held, before, why=why)


@verb(
    "round.reopen",
    zh="重新打开了测评“{title}”",
    en="opened the round “{title}” again",
    right=CHANGE,
)
def reopen(actor: Person, *, round_: Round, why: str) -> Outcome[Round]:
    """Take in what comes from the street again."""
    held = hold(round_)
    rules.check_reopening(held)
    rules.check_reason(why)
    before = held.facts()
    held.closed_at = round_.closed_at = None
    held.save(update_fields=["closed_at"])
    return changed(held, before, why=why)


@verb("round.discard", zh="作废了测评“{title}”", en="discarded the round “{title}”", right=CHANGE)
def discard(actor: Person, *, round_: Round, why: str) -> Outcome[Round]:
    """Take a round out of everybody's sight on which nothing rests; its log and reason stay.

    Its row stays, so that the log of a secret one is told to nobody but those who were on it.
    """
    rules.check_reason(why)
    held = hold(round_)
    rules.check_discarding(used=queries.in_use(held))
    before = held.facts()
    held.discarded_at = round_.discarded_at = timezone.now()
    held.save(update_fields=["discarded_at"])
    return changed(held, before, why=why)


@verb(
    "round.record",
    zh="在测评“{title}”中收入 {after[visits]} 次走访的 {after[new]} 条观察记录",
    en="recorded {after[new]:observation|observations} of {after[visits]:visit|visits}"
    " in the round “{title}”",
)
def record(actor: Person, *, round_: Round, rows: Sequence[Seen]) -> Outcome[dict[UUID, int]]:
    """Add items judged in the street, or raise ValidationError and write nothing.

    Rows whose uuid the round has already are left as they are, so all may come twice; the caller
    gets the keys of those that are new by their uuid. They share the round's next number.
    """
    require(actor, JUDGE)
    rules.check_open(hold(round_))
    there = _uuids(round_, rows)
    fresh = [row for row in rows if row.uuid not in there]
    if found := queries.faults(round_, fresh):
        rules.refuse_faults(found)
    for place in {row.point: row.point.place() for row in fresh}.values():
        require(actor, JUDGE, place)
    keys: dict[UUID, int] = {}
    if fresh:
        _write(round_, _STREET, (_judged(round_, row) for row in fresh))
        keys = queries.numbered(round_, round_.seq)
    visits = len({row.visit for row in fresh})
    told = {"visits": visits, "new": len(fresh), "same": len(rows) - len(fresh)}
    return about(round_, keys, told)


@verb(
    "round.import",
    zh="向测评“{title}”导入观察记录 {after[new]} 条",
    en="imported {after[new]:observation|observations} into the round “{title}”",
)
def take_in(
    actor: Person, *, round_: Round, name: str, content: bytes, source: Source
) -> Outcome[Plan[Fresh]]:
    """Add a whole file of observations, or raise ValidationError and write nothing.

    Rows that the round has already are left as they are, so a file may come twice.
    Areas in which the actor may not record are refused row by row.
    """
    require(actor, JUDGE)
    rules.check_open(hold(round_))
    planned = plan(actor, round_, name, content)
    refuse(planned.problems)
    if planned.new:
        file = name[-200:]
        rows = ((*row, False, file) for row in planned.new)
        _write(round_, (*FRESH, "second", "source"), rows)
    told = {"new": len(planned.new), "same": planned.same, "file": name, "sha256": source.sha256}
    return about(round_, planned, told)


@verb(
    "round.judge",
    zh="在测评“{title}”中更正了一条判定{after[item_title]:：“…”}",
    en="corrected a judgement in the round “{title}”{after[item_title]:: “…”}",
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
    rules.check_stands(queries.corrections(observation))
    if uuid is not None:
        rules.check_unused(round_, queries.rounds_of([uuid]).values())
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
    often.add(later)
    before = {
        **_named(round_, "item", observation.item),
        "visit": observation.visit,
        **_said(observation),
    }
    return about(round_, later, {**before, **_said(later)}, before=before, why=why)


@verb(
    "round.decide",
    zh="在测评“{title}”中对“{after[area]}”作出了加分、减分或否决的决定{after[sanction_title]:：“…”}",
    en="decided on a bonus, penalty or veto for “{after[area]}” in the round “{title}”"
    "{after[sanction_title]:: “…”}",
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
    hold(round_)
    rules.check_sanction(queries.framework(round_), sanction)
    decision = Decision(
        round=round_, area=area, sanction=sanction, times=times, unit=unit, note=note
    )
    decision.seq = _next(round_)
    decision.save(force_insert=True)
    named = _named(round_, "sanction", sanction)
    told = {**named, "area": area.title_zh, "times": times, "note": note}
    return about(round_, decision, told)


@verb(
    "round.take-back",
    zh="在测评“{title}”中撤销了对“{before[area]}”的加分、减分或否决{before[sanction_title]:：“…”}",
    en="took back a bonus, penalty or veto for “{before[area]}” in the round “{title}”"
    "{before[sanction_title]:: “…”}",
)
def take_back(actor: Person, *, decision: Decision, why: str) -> Outcome[Decision]:
    """Take a decision back that still holds, by one more decision that says so."""
    require(actor, DECIDE, decision.area)
    rules.check_reason(why)
    hold(decision.round)
    rules.check_holds(holds=queries.holds(decision))
    kept = {
        name: getattr(decision, name) for name in ("round", "area", "sanction", "times", "unit")
    }
    seq = _next(decision.round)
    later = Decision(**kept, takes_back=decision, note=why[:300], seq=seq)
    later.save(force_insert=True)
    named = _named(decision.round, "sanction", decision.sanction)
    before = {**named, "area": decision.area.title_zh}
    return about(decision.round, later, None, before=before, why=why)


_KEPT = (
    *("round", "area_id", "unit_id", "point_id", "point_type", "item", "visit", "repeat"),
    *("second", "method"),
)


_NUMBER = """
    UPDATE inspections_round SET seq = seq + 1 WHERE id = %s AND discarded_at IS NULL RETURNING seq
"""


def _next(round_: Round) -> int:
    """The round's next number; the row stays locked, so numbers come in the order of commits.

    Raises ValidationError when the round was discarded.
    """
    found = often.rows(Round, _NUMBER, [round_.pk])
    if not found:
        rules.refuse_discarded()
    round_.seq = found[0][0]
    return round_.seq


def _write(round_: Round, names: Sequence[str], rows: Iterable[Fresh]) -> None:
    """Write observations, rows of columns of which the uuid and the moment are the first."""
    id_, moment = written(Observation, "uuid"), written(Observation, "observed_at")
    last = (round_.pk, _next(round_))
    cells = ((id_(uuid), moment(at), *others, *last) for uuid, at, *others in rows)
    make_rows(Observation, (*names, "round_id", "seq"), cells)


def _uuids(round_: Round, rows: Sequence[Seen]) -> set[UUID]:
    """Which of the rows the round has. Raises ValidationError when another round has one."""
    found = queries.rounds_of(row.uuid for row in rows)
    for key in set(found.values()):
        rules.check_same_round(round_, key)
    return set(found)


#: An observation from the street as columns of the database; the round adds what is its own.
_STREET = (
    "uuid", "observed_at", "area_id", "unit_id", "point_id", "point_type", "item", "visit",
    "repeat", "method", "result", "count", "of", "second", "source",
)  # fmt: skip


def _judged(round_: Round, row: Seen) -> Fresh:
    point, kind = row.point, row.point.point_kind.code
    return (
        row.uuid, row.observed_at, point.area_id, point.unit_id, point.pk, kind, row.item,
        row.visit, row.repeat, queries.method_of(round_, row.item, kind), row.result, row.count,
        row.of, row.second, row.source,
    )  # fmt: skip


def _members(round_: Round) -> list[int]:
    return sorted(round_.members.values_list("pk", flat=True))


def _named(round_: Round, kind: str, id_: str) -> dict[str, Any]:
    """An id of the framework as an event tells it, with the title that it has there."""
    title = queries.names(round_).both(kind, id_)
    return {kind: id_, f"{kind}_title": {"zh": title.zh, "en": title.en}}


def _said(observation: Observation) -> dict[str, Any]:
    return {"result": observation.result, "count": observation.count, "of": observation.of}


def hold(round_: Round) -> Round:
    """The round as it is this moment, locked until the verb is over.

    A verb that reads something of a round and writes by what it read begins with this.
    Raises ValidationError when it was discarded.
    """
    return rules.check_kept(Round.objects.select_for_update().defer("items").get(pk=round_.pk))


def about(
    round_: Round,
    result: T,
    after: dict[str, Any] | None,
    *,
    before: dict[str, Any] | None = None,
    why: str = "",
) -> Outcome[T]:
    """What happened in a round is told of the round, so that it stays as secret as the round is."""
    key, title, place = str(round_.pk), str(round_), round_.place()
    return Outcome(result, Round.kind, key, title, place, before, after, why, within=True)
