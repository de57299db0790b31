"""What people type of a draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.engine.draws import Exclusion, Quota
from chuangcheng.evidence.draws import rules
from chuangcheng.evidence.draws.models import Draw
from chuangcheng.evidence.draws.rules import DrawFacts
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.lib.digits import integer


@dataclass(frozen=True)
class Cell:
    """One stratum of the table of quotas: its field, and how many points it has."""

    field: forms.BoundField
    there: int


class PlanForm(forms.Form):
    """Where the seed will come from, a quota for every kind of point in every area, what is out."""

    announced = forms.CharField(
        label=_("种子从哪里来"),
        max_length=200,
        help_text=_(
            "事先公告一个谁也左右不了的数，例如“12月1日福彩双色球开奖号码”。"
            "种子产生之后，任何人都能凭它重抽一遍，得到同样的点位。"
        ),
    )
    excluded = forms.CharField(
        label=_("不参加抽取的点位"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个：点位代码，空格，理由。例如“P-012 道路封闭施工”。"),
    )

    def __init__(self, frame: Sequence[Point], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strata = list(rules.strata(frame).items())
        self.areas = list({point.area.pk: point.area for point in frame}.values())
        kinds = {point.point_kind.pk: point.point_kind for point in frame}
        self.kinds = sorted(kinds.values(), key=lambda kind: kind.code)
        for number, (_stratum, there) in enumerate(self.strata):
            field = forms.IntegerField(required=False, min_value=0, max_value=there)
            field.widget.attrs["aria-label"] = self._label(number)
            self.fields[f"q{number}"] = field

    def matrix(self) -> Iterator[tuple[PointKind, list[Cell | None]]]:
        """The table of quotas: a row for each kind, a cell for each area that has such points."""
        number = {stratum: place for place, (stratum, _there) in enumerate(self.strata)}
        for kind in self.kinds:
            places = [number.get((area.code, kind.code)) for area in self.areas]
            yield kind, [None if place is None else self._cell(place) for place in places]

    def plain_fields(self) -> list[forms.BoundField]:
        """The fields beside the table."""
        return [self["announced"], self["excluded"]]

    def quota_errors(self) -> list[str]:
        """What is wrong in the table, each with the place it is about."""
        return [
            str(text) for number in range(len(self.strata)) for text in self[f"q{number}"].errors
        ]

    def total(self) -> int:
        """How many points the quotas ask for, as far as they are numbers."""
        asked = (self[f"q{number}"].value() for number in range(len(self.strata)))
        return sum(integer(str(value)) or 0 for value in asked)

    def facts(self) -> DrawFacts:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        quotas = tuple(
            Quota(area=area, point_type=kind, number=given.get(f"q{number}") or 0)
            for number, ((area, kind), _there) in enumerate(self.strata)
        )
        lines = (line.split(maxsplit=1) for line in given["excluded"].splitlines() if line.strip())
        excluded = tuple(
            Exclusion(point=code, reason=rest[0].strip() if rest else "") for code, *rest in lines
        )
        return DrawFacts(given["announced"], quotas, excluded)

    def _cell(self, number: int) -> Cell:
        return Cell(self[f"q{number}"], self.strata[number][1])

    def _label(self, number: int) -> str:
        (area, kind), _there = self.strata[number]
        return f"{_named(self.areas, area)} · {_named(self.kinds, kind)}"


class SeedForm(forms.Form):
    """The seed, once it exists."""

    seed = forms.CharField(
        label=_("种子"), max_length=200, help_text=_("照公告的来源，一字不差地填写。")
    )


class WhyForm(forms.Form):
    """A reason that stays in the log."""

    why = forms.CharField(label=_("理由"), max_length=300)


def known(frame: Sequence[Point], draw: Draw | None, total: Mapping[Any, int]) -> dict[str, Any]:
    """What the form starts from: what was announced before, with quotas suggested for a total."""
    quotas = dict(total)
    found: dict[str, Any] = {}
    if draw is not None:
        found["announced"] = draw.announced
        found["excluded"] = "\n".join(f"{out['point']} {out['reason']}" for out in draw.excluded)
        if not quotas:
            quotas = {(q["area"], q["point_type"]): q["number"] for q in draw.quotas}
    for number, stratum in enumerate(rules.strata(frame)):
        if stratum in quotas:
            found[f"q{number}"] = quotas[stratum]
    return found


def _named(things: Sequence[Area | PointKind], code: str) -> str:
    return next((str(thing) for thing in things if thing.code == code), code)
