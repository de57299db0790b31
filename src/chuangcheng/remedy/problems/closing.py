"""How a problem was closed: kept by the step that opens it again, in case that was an error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max

from chuangcheng.remedy.problems.models import Problem

#: What figures and limits go by and what may be different once a problem is open again.
KEPT = (
    *("closed_at", "on_time", "rectified_at", "dispatched_at", "lead_id", "clock", "stake"),
    *("reworks", "extensions"),
)


def kept(problem: Problem) -> dict[str, Any]:
    """A closed problem's columns as plain values, with the keys of the units that took part."""
    said = {name: _plain(getattr(problem, name)) for name in KEPT}
    return {**said, "partners": [unit.pk for unit in problem.partners.all()]}


def put_back(problem: Problem, said: Mapping[str, Any]) -> None:
    """Set the columns of a problem to what they were, and what waits for an answer to nothing."""
    for name in KEPT:
        setattr(problem, name, _column(name, said))
    problem.asked, problem.waits_for = None, ""
    met = problem.rechecks.filter(met=True, at__lte=closed_at(said))
    problem.struck_off_at = met.aggregate(last=Max("at"))["last"]


def closed_at(said: Mapping[str, Any]) -> datetime:
    """When a problem was closed that was kept in this way."""
    found: datetime = _column("closed_at", said)
    return found


def _column(name: str, said: Mapping[str, Any]) -> Any:  # noqa: ANN401  # as the column holds it
    column: models.Field[Any, Any] = Problem._meta.get_field(name)  # type: ignore[assignment]  # all of them are columns
    return column.to_python(said[name])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
