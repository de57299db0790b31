"""Reading rounds: what a person sees of them, and the columns that the engine takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import polars as pl
from django.db.models import Count, Q, QuerySet

from chuangcheng.engine import sanctions
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.plan import Plan, compile_plan
from chuangcheng.evidence.inspections import rules
from chuangcheng.evidence.inspections.models import (
    Decision,
    DecisionQuerySet,
    Observation,
    ObservationQuerySet,
    Round,
    RoundQuerySet,
)
from chuangcheng.evidence.inspections.names import Names
from chuangcheng.evidence.inspections.rules import CHANGE, JUDGE, SEE, Seen
from chuangcheng.ground.audit.queries import veil
from chuangcheng.ground.scope import Person, may
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.tables.faults import Sentence
from chuangcheng.tables.judging import Case, Judge, State

_TWICE = Sentence(
    "同一次走访中这一项判了两次；请只留一次",
    "this visit judges the item twice; keep one of them",
)

#: The engine's columns by where the database has them.
_COLUMNS: Mapping[str, tuple[str, Any]] = {
    "id": ("pk", pl.Int64),
    "area": ("area__code", pl.String),
    "unit": ("unit__code", pl.String),
    "point": ("point__code", pl.String),
    "point_type": ("point_type", pl.String),
    "item": ("item", pl.String),
    "visit": ("visit", pl.String),
    "method": ("method", pl.String),
    "result": ("result", pl.String),
    "count": ("count", pl.Float64),
    "of": ("of", pl.Float64),
}


def visible(person: Person) -> RoundQuerySet:
    """The rounds that a person can see: the released ones in scope and those they are on."""
    mine = Round.objects.with_right(person, SEE).select_related("campaign__area", "edition")
    return mine.defer("edition__document")


def changeable(person: Person) -> RoundQuerySet:
    """The rounds that a person may run."""
    kept = [row.pk for row in visible(person) if may(person, CHANGE, row)]
    return visible(person).filter(pk__in=kept)


def observations(person: Person) -> ObservationQuerySet:
    """The observations in scope, corrected ones too."""
    rows = Observation.objects.with_right(person, SEE)
    return rows.select_related("area", "unit", "point", "round")


def judgeable(person: Person) -> ObservationQuerySet:
    """The observations that a person may correct."""
    return Observation.objects.with_right(person, JUDGE)


def decisions(person: Person) -> DecisionQuerySet:
    """The bonus, penalty and veto in scope that hold."""
    return (
        Decision.objects.with_right(person, SEE).standing().select_related("area", "unit", "round")
    )


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
    return _frame(Observation.objects.filter(round=round_).counting(upto))


def size(round_: Round) -> int:
    """How many observations count in a round."""
    return Observation.objects.filter(round=round_).counting().count()


def in_columns(rows: ObservationQuerySet) -> pl.DataFrame:
    """Observations as the command line reads them: the engine's columns and their uuid."""
    ids = [str(id_) for id_ in rows.order_by("pk").values_list("uuid", flat=True)]
    return _frame(rows).drop("id").with_columns(uuid=pl.Series(ids, dtype=pl.String))


def since(round_: Round, seq: int, upto: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the verbs after `seq` up to `upto` took out of what counted, and what they put in."""
    rows = Observation.objects.filter(round=round_, second=False)
    gone = rows.filter(seq__lte=seq, correction__seq__gt=seq, correction__seq__lte=upto)
    return _frame(gone), _frame(rows.standing(upto).filter(seq__gt=seq))


def mark(round_: Round, seq: int) -> str:
    """What tells the facts up to a verb from others of the same number, as after a restore."""
    rows = Observation.objects.filter(round=round_, seq=seq).order_by("-pk")
    return str(rows.values_list("uuid", flat=True).first() or "")


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
    """How many observations in scope count in a round, by some of their columns."""
    rows = Observation.objects.with_right(person, SEE).filter(round=round_).counting()
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


KEPT = 8
_learnt: dict[str, Learnt] = {}


def learnt(round_: Round) -> Learnt:
    """Judge and titles of a round's framework; editions never change, so a few are kept."""
    sha256 = round_.edition.sha256
    found = _learnt.get(sha256)
    if found is None:
        whole = framework(round_)
        found = Learnt(Judge(whole), Names.to(whole), compile_plan(whole))
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


def method_of(round_: Round, item: str, point_type: str) -> str:
    """The method by which an item counts at a kind of point, empty where it counts nowhere."""
    plan = learnt(round_).plan
    slot = plan.slot_of(item, point_type)
    return plan.parts[plan.slots[slot].part].method if slot >= 0 else ""


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
        said = rules.findings(knows, case, row.judgement, visited=bool(row.visit))[1]
        sentences = [sentence for _column, sentence in said]
        key = (row.visit, row.item, row.repeat)
        if key in judged and row.item not in knows.answers:
            sentences.append(_TWICE)
        judged.add(key)
        if sentences:
            found[row.uuid] = sentences
    return found


def _frame(rows: ObservationQuerySet) -> pl.DataFrame:
    schema = {name: kind for name, (_, kind) in _COLUMNS.items()}
    lookups = [lookup for lookup, _ in _COLUMNS.values()]
    return pl.DataFrame(
        list(rows.order_by("pk").values_list(*lookups)), schema=schema, orient="row"
    )
