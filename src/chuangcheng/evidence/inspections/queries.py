"""Reading rounds: what a person sees of them, and the columns that the engine takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import PROTECT, Count, Q, QuerySet

from chuangcheng.engine import sanctions
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.plan import Plan, compile_plan
from chuangcheng.engine.repeats import folded
from chuangcheng.engine.rules import Rule
from chuangcheng.evidence.inspections import rules
from chuangcheng.evidence.inspections.columns import changed, raw, rules_of
from chuangcheng.evidence.inspections.models import (
    Decision,
    DecisionQuerySet,
    Observation,
    ObservationQuerySet,
    Round,
    RoundQuerySet,
)
from chuangcheng.evidence.inspections.names import Names
from chuangcheng.evidence.inspections.rules import CHANGE, JUDGE, SEE, Judgement, Seen
from chuangcheng.ground import often
from chuangcheng.ground.audit.queries import veil
from chuangcheng.ground.people import queries as people
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, may, require
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.tables.faults import Sentence
from chuangcheng.tables.judging import Case, Judge, State

_TWICE = Sentence(
    "同一次走访中这一项判了两次；请只留一次",
    "this visit judges the item twice; keep one of them",
)


def visible(person: Person) -> RoundQuerySet:
    """The rounds that a person can see: the released ones in scope and those they are on."""
    mine = Round.objects.with_right(person, SEE).select_related("campaign__area", "edition")
    return mine.defer("edition__document")


def members_beyond(person: Person, round_: Round) -> QuerySet[User]:
    """Who is on a round without the person's seeing them: nobody takes those off unawares."""
    return round_.members.exclude(pk__in=people.people(person).values("pk"))


def changeable(person: Person) -> RoundQuerySet:
    """The rounds that a person may run."""
    runs = [row.pk for row in visible(person) if may(person, CHANGE, row)]
    return visible(person).filter(pk__in=runs)


def blind(hidden: Callable[[Person], Q]) -> Callable[[Person], Q]:
    """Keep observations from people who must not see them yet, such as who is to look again."""
    _hidden.append(hidden)
    return hidden


_hidden: list[Callable[[Person], Q]] = []


def observations(person: Person) -> ObservationQuerySet:
    """The observations in scope, corrected ones too."""
    rows = Observation.objects.with_right(person, SEE)
    for hidden in _hidden:
        rows = rows.exclude(hidden(person))
    return rows.select_related("area", "unit", "point", "round")


def listed(person: Person, round_: Round) -> ObservationQuerySet:
    """Of a round what counts, to whoever runs it; to others all in scope that holds.

    An inspector who missed the observations of a second visit here would know that it was, and so
    would one who compared this with a number of those that count: whatever is counted for a person
    is counted of these.
    """
    rows = observations(person).filter(round=round_)
    return rows.counting() if may(person, CHANGE, round_) else rows.standing()


def seconds(person: Person, round_: Round) -> ObservationQuerySet:
    """The observations of a round's second visits, which nobody may tell apart but who runs it."""
    require(person, CHANGE, round_)
    return observations(person).filter(round=round_, second=True).standing()


def with_its_round(person: Person) -> ObservationQuerySet:
    """The observations in scope, each with its round as `visible` gives it.

    Whoever sees an observation sees its round: both ask for the same right, and a round is seen by
    those, too, who hold it in a part of its area only.
    """
    rows = observations(person).select_related(None)
    whole = ("area", "round__campaign__area", "round__edition")
    return rows.select_related(*whole).defer("round__edition__document")


_CORRECTIONS = "SELECT id FROM inspections_observation WHERE corrects_id = %s"


def corrections(observation: Observation) -> list[tuple[int]]:
    """The key of what corrects an observation, if anything does this moment."""
    return often.rows(Observation, _CORRECTIONS, [observation.pk])


def sent_before(observation: Observation, uuid: UUID) -> Observation | None:
    """The correction of an observation that was sent with this uuid, if one was."""
    return Observation.objects.filter(corrects=observation, uuid=uuid).first()


def judgeable(person: Person) -> ObservationQuerySet:
    """The observations that a person may correct."""
    return Observation.objects.with_right(person, JUDGE)


def decisions(person: Person) -> DecisionQuerySet:
    """The bonus, penalty and veto in scope that hold."""
    return (
        Decision.objects.with_right(person, SEE).standing().select_related("area", "unit", "round")
    )


def holds(decision: Decision) -> bool:
    """Whether a decision holds this moment: it is no taking back, and nothing takes it back."""
    return Decision.objects.filter(pk=decision.pk).standing().exists()


def chain(observation: Observation) -> list[Observation]:
    """An observation with all that it corrects and all that correct it, the first first."""
    found = [observation]
    while (earlier := found[0].corrects) is not None:
        found.insert(0, earlier)
    while (later := getattr(found[-1], "correction", None)) is not None:
        found.append(later)
    return found


def frame(round_: Round, upto: int | None = None) -> pl.DataFrame:
    """What counts in a round, as the engine takes it, with each observation's key as `id`.

    With `upto`, as things were after the round's verb of that number.
    """
    return engine_columns(round_, Observation.objects.filter(round=round_).counting(upto))


def in_use(round_: Round) -> bool:
    """Whether anything rests on a round: a fact of its own, or whatever would keep it from going."""
    keeping = [one for one in Round._meta.related_objects if one.on_delete is PROTECT]
    return any(
        one.related_model._base_manager.filter(**{one.field.name: round_}).exists()
        for one in keeping
    )


def size(round_: Round) -> int:
    """How many observations count in a round."""
    return Observation.objects.filter(round=round_).counting().count()


def in_columns(rows: ObservationQuerySet) -> pl.DataFrame:
    """Observations as the command line reads them: the engine's columns and their uuid.

    The rows are of one round.
    """
    ids = rows.order_by("pk").values_list("pk", "uuid")
    known = pl.DataFrame(
        [(pk, str(uuid)) for pk, uuid in ids], {"id": pl.Int64, "uuid": pl.String}, orient="row"
    )
    first = rows.select_related(None).order_by("pk").first()
    columns = engine_columns(first.round, rows) if first else raw(rows).drop("repeat")
    return columns.join(known, on="id", how="left", maintain_order="left").drop("id")


def since(round_: Round, seq: int, upto: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the verbs after `seq` up to `upto` took out of what counted, and what they put in."""
    minus, plus = changed(round_, seq, upto)
    # A visit judged by parts counts as one, so where a part changed the whole is taken out and in.
    keys = sorted(_judged_by_parts(round_, minus, plus))
    if not keys:
        return minus.drop("repeat"), plus.drop("repeat")
    touched = pl.DataFrame(keys, {"visit": pl.String, "item": pl.String}, orient="row")
    rows = Observation.objects.filter(round=round_, second=False)
    parts = rows.filter(visit__in={visit for visit, _item in keys})
    return (
        _swapped(round_, minus, parts.counting(seq), touched),
        _swapped(round_, plus, parts.counting(upto), touched),
    )


def rounds_of(uuids: Iterable[UUID]) -> dict[UUID, int]:
    """The keys of the rounds that have observations of these uuids, by the uuid."""
    found = often.among(Observation, ("uuid", "round_id"), "uuid", uuids)
    return {UUID(str(uuid)): round_ for uuid, round_ in found}


def numbered(round_: Round, seq: int) -> dict[UUID, int]:
    """The keys of the observations that have a number of the round, by their uuid."""
    return dict(Observation.objects.filter(round=round_, seq=seq).values_list("uuid", "pk"))


_MARK = """
    SELECT uuid FROM inspections_observation WHERE round_id = %s AND seq = %s
    ORDER BY id DESC LIMIT 1
"""


def mark(round_: Round, seq: int) -> str:
    """What tells the facts up to a verb from others of the same number, as after a restore."""
    found = often.rows(Observation, _MARK, [round_.pk, seq])
    return str(found[0][0]) if found else ""


def holding_decisions(round_: Round) -> tuple[sanctions.Decision, ...]:
    """The decisions of a round, as the engine takes them."""
    rows = Decision.objects.filter(round=round_).standing().select_related("area", "unit")
    return tuple(
        sanctions.Decision(
            row.area.code, row.sanction, row.times, row.unit.code if row.unit else "", row.note
        )
        for row in rows
    )


def counted(person: Person, round_: Round, *by: str) -> list[dict[str, Any]]:
    """How many observations a person's list of a round has, by some of their columns."""
    rows = listed(person, round_).select_related(None)
    return list(rows.order_by(*by).values(*by).annotate(n=Count("pk")))


def secret_from(person: Person) -> QuerySet[Round]:
    """The rounds that a person must not come to know of."""
    return Round.objects.exclude(pk__in=Round.objects.open_to(person).values("pk"))


@veil
def _told_of_secrets(person: Person) -> Q:
    """The events that tell of rounds of which the person must not know."""
    keys = [str(pk) for pk in secret_from(person).values_list("pk", flat=True)]
    return Q(subject_kind=Round.kind, subject_id__in=keys)


def framework(round_: Round) -> Framework:
    """The framework by which a round is judged."""
    return frameworks.framework(round_.edition)


@dataclass(frozen=True)
class Learnt:
    """What a framework is turned into once: who judges by it, its titles, where items count."""

    judge: Judge
    names: Names
    plan: Plan
    rules: Mapping[str, Rule]


KEPT = 8
#: So many visits are looked up by name; above, all of a round are.
_FEW = 20
_learnt: dict[str, Learnt] = {}


def learnt(round_: Round) -> Learnt:
    """Judge and titles of a round's framework; editions never change, so a few are kept."""
    sha256 = round_.edition.sha256
    found = _learnt.get(sha256)
    if found is None:
        whole = framework(round_)
        found = Learnt(Judge(whole), Names.to(whole), compile_plan(whole), rules_of(whole))
        if len(_learnt) >= KEPT:
            _learnt.clear()
        _learnt[sha256] = found
    return found


def judge(round_: Round) -> Judge:
    """Who knows what may be said of each item of a round's framework."""
    return learnt(round_).judge


def names(round_: Round) -> Names:
    """The titles of a round's framework in the reader's language."""
    return learnt(round_).names


def checklist(round_: Round, point_type: str) -> list[str]:
    """The ids of the items that a round looks at in a kind of point."""
    whole = framework(round_)
    kind = next((kind for kind in whole.point_types if kind.id == point_type), None)
    asked = whole.checklist(kind) if kind else []
    return [item for item in asked if not round_.items or item in round_.items]


def standard_of(round_: Round, item: str, point_type: str) -> str:
    """The standard under which an item counts at a kind of point, empty where it counts nowhere."""
    plan = learnt(round_).plan
    slot = plan.slot_of(item, point_type)
    part = plan.parts[plan.slots[slot].part].id if slot >= 0 else ""
    known = framework(round_).standards()
    return next((one.id for one in known if part in {of.id for of in one.parts}), "")


def method_of(round_: Round, item: str, point_type: str) -> str:
    """The method by which an item counts at a kind of point, empty where it counts nowhere."""
    plan = learnt(round_).plan
    slot = plan.slot_of(item, point_type)
    return plan.parts[plan.slots[slot].part].method if slot >= 0 else ""


@lru_cache(maxsize=10_000)
def _wrong(knows: Judge, case: Case, said: Judgement, visited: bool) -> tuple[Sentence, ...]:
    """What is wrong with a judgement; at one point after the other much the same is said."""
    found = rules.findings(knows, case, said, visited=visited)[1]
    return tuple(sentence for _column, sentence in found)


def faults(round_: Round, rows: Iterable[Seen]) -> dict[UUID, list[Sentence]]:
    """What is wrong with judged items, by their uuid; those that can be recorded are left out.

    Looks at each row and at whether a visit judges an item twice in these rows, not at what the
    round has already.
    """
    found: dict[UUID, list[Sentence]] = {}
    judged: set[tuple[str, str, str]] = set()
    knows = judge(round_)
    for row in rows:
        case = Case(row.item, row.point.point_kind.code, "", row.result, State(0))
        sentences = list(_wrong(knows, case, row.judgement, bool(row.visit)))
        key = (row.visit, row.item, row.repeat)
        if key in judged and row.item not in knows.answers:
            sentences.append(_TWICE)
        judged.add(key)
        if sentences:
            found[row.uuid] = sentences
    return found


def engine_columns(round_: Round, rows: ObservationQuerySet) -> pl.DataFrame:
    found = raw(rows)
    parted = bool((found["repeat"] != "").any())
    return folded(learnt(round_).rules, found) if parted else found.drop("repeat")


_PARTED = """
    SELECT DISTINCT visit, item FROM inspections_observation
    WHERE round_id = %s AND visit = %s AND repeat <> '' AND NOT second
"""


def _judged_by_parts(round_: Round, *changed: pl.DataFrame) -> set[tuple[str, str]]:
    """The visits and items of some changed rows that were judged by parts."""
    seen = {key for rows in changed for key in zip(rows["visit"], rows["item"], strict=True)}
    visits = {visit for visit, _item in seen}
    if len(visits) <= _FEW:
        found: set[Any] = {
            key for visit in visits for key in often.rows(Observation, _PARTED, [round_.pk, visit])
        }
    else:
        named = Observation.objects.filter(round=round_, second=False).exclude(repeat="")
        found = set(named.order_by().values_list("visit", "item").distinct())
    return found & seen


def _swapped(
    round_: Round, some: pl.DataFrame, parts: ObservationQuerySet, touched: pl.DataFrame
) -> pl.DataFrame:
    """Rows without the touched visits and items, and these with all their parts made one."""
    by = ["visit", "item"]
    plain = some.join(touched, on=by, how="anti", maintain_order="left")
    whole = raw(parts).join(touched, on=by, how="semi", maintain_order="left")
    return folded(learnt(round_).rules, pl.concat([plain, whole]))
