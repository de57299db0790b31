"""Visits and doubts in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.evidence.visits.models import FlagKind, Visit, VisitFlag

_KM = 1000
#: From here on whole kilometres are said.
_EXACT_KM = 9.95


def doubt(flag: VisitFlag) -> str:
    """What is doubtful, with its figures."""
    return _SAID[FlagKind(flag.flag_kind)](flag, flag.figures)


def minutes(visit: Visit) -> int:
    """How long somebody was there."""
    return round((visit.closed_at - visit.opened_at).total_seconds() / 60)


def away(visit: Visit) -> str:
    """How far from the point the phone was."""
    return "—" if visit.distance_m is None else length(visit.distance_m)


def length(metres: float) -> str:
    """A distance as people say it, and as phones do: 640 m, 1.2 km, 687 km."""
    if metres < _KM - 5:
        return _("%s 米") % f"{metres:.0f}"
    km = metres / _KM
    return _("%s 公里") % (f"{km:.1f}" if km < _EXACT_KM else f"{km:.0f}")


def _far(_flag: VisitFlag, figures: dict[str, Any]) -> str:
    said = {"far": length(figures["metres"]), "accuracy": length(figures["accuracy_m"])}
    return _("离点位 %(far)s（定位精度 %(accuracy)s）") % said


def _clock(_flag: VisitFlag, figures: dict[str, Any]) -> str:
    wrong = figures["seconds"]
    said = f"{abs(wrong) / 60:.0f}"
    return (_("手机时钟快了 %s 分钟") if wrong > 0 else _("手机时钟慢了 %s 分钟")) % said


def _speed(flag: VisitFlag, figures: dict[str, Any]) -> str:
    said = {
        "other": flag.other,
        "far": length(figures["metres"]),
        "minutes": f"{figures['seconds'] / 60:.0f}",
    }
    return _("与“%(other)s”相距 %(far)s，中间只有 %(minutes)s 分钟") % said


def _copy(flag: VisitFlag, _figures: dict[str, Any]) -> str:
    return _("判定和说明与“%s”完全相同") % flag.other


_SAID: dict[FlagKind, Callable[[VisitFlag, dict[str, Any]], str]] = {
    FlagKind.FAR: _far,
    FlagKind.CLOCK: _clock,
    FlagKind.SPEED: _speed,
    FlagKind.COPY: _copy,
}
