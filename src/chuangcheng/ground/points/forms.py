"""What people type of points, their kinds and pledges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points import queries
from chuangcheng.ground.points.models import PledgeKind, Point, PointKind
from chuangcheng.ground.points.rules import (
    CHANGE,
    PLEDGE,
    KindFacts,
    PledgeFacts,
    PointFacts,
    wanted_target,
)
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import Day, narrow
from chuangcheng.ground.units.models import Unit


class KindForm(forms.Form):
    """The facts of a kind of point."""

    code = forms.CharField(
        label=_("代码"), max_length=64, help_text=_("与测评体系中的点位类型一致。")
    )
    title_zh = forms.CharField(label=_("名称"), max_length=100)
    title_en = forms.CharField(label=_("英文名称"), max_length=150, required=False)
    unit_kind = forms.CharField(label=_("通常由谁负责"), max_length=40, required=False)
    street = forms.BooleanField(
        label=_("是街巷"), required=False, help_text=_("街巷要有街长，没有街长会列为空白。")
    )

    def facts(self) -> KindFacts:
        """What was typed, once it is valid."""
        return KindFacts(**self.cleaned_data)


class PointForm(forms.Form):
    """The facts of a point."""

    code = forms.CharField(
        label=_("代码"), max_length=64, help_text=_("唯一，不含斜杠、空格和分隔号。")
    )
    title_zh = forms.CharField(label=_("名称"), max_length=120)
    title_en = forms.CharField(label=_("英文名称"), max_length=180, required=False)
    point_kind = forms.ModelChoiceField(PointKind.objects.none(), label=_("类型"))
    area = forms.ModelChoiceField(Area.objects.none(), label=_("区域"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("责任单位"), required=False, empty_label=_("（还没有）")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    lon = forms.FloatField(label=_("经度"), required=False, help_text=_("WGS-84，度。"))
    lat = forms.FloatField(label=_("纬度"), required=False, help_text=_("WGS-84，度。"))
    active = forms.BooleanField(label=_("在用"), required=False, initial=True)
    note = forms.CharField(label=_("备注"), max_length=300, required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "point_kind", queries.kinds())
        narrow(self, "area", Area.objects.with_right(person, CHANGE))
        narrow(self, "unit", Unit.objects.for_user(person))

    def facts(self) -> PointFacts:
        """What was typed, once it is valid."""
        return PointFacts(**self.cleaned_data)


class HandOverForm(forms.Form):
    """Which points, and to whom."""

    point_kind = forms.ModelChoiceField(
        PointKind.objects.none(), label=_("类型"), required=False, empty_label=_("（全部类型）")
    )
    area = forms.ModelChoiceField(Area.objects.none(), label=_("区域"))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("交给"))
    again = forms.BooleanField(
        label=_("已有责任单位的也改"),
        required=False,
        help_text=_("不勾选时只交办还没人负责的点位。"),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        narrow(self, "point_kind", queries.kinds())
        narrow(self, "area", Area.objects.with_right(person, CHANGE))
        narrow(self, "unit", Unit.objects.for_user(person).filter(active=True))

    def points(self) -> list[Point]:
        """The points that were chosen, once the form is valid."""
        chosen = self.cleaned_data
        rows = queries.changeable(self.person).filter(area__path__startswith=chosen["area"].path)
        if chosen["point_kind"]:
            rows = rows.filter(point_kind=chosen["point_kind"])
        return list(rows.filter(active=True) if chosen["again"] else rows.unowned())


class PledgeForm(forms.Form):
    """Who vouches for what. Which of area, unit and point is wanted follows from the kind."""

    pledge_kind = forms.ChoiceField(label=_("类别"), choices=PledgeKind.choices)
    person = forms.ModelChoiceField(User.objects.none(), label=_("包保人"))
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("区域"), required=False,
        help_text=_("包乡镇（街道）和网格员填这里。"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("单位"), required=False, help_text=_("联系部门填这里。")
    )
    point = forms.ModelChoiceField(
        Point.objects.none(), label=_("点位"), required=False, to_field_name="code",
        widget=forms.TextInput, help_text=_("包点位和街长填这里：点位代码。"),
    )  # fmt: skip
    cell = forms.CharField(
        label=_("网格"), max_length=60, required=False, help_text=_("网格员必填。")
    )
    since = forms.DateField(label=_("自"), widget=Day, initial=timezone.localdate)
    until = forms.DateField(label=_("至"), widget=Day, required=False)
    note = forms.CharField(label=_("备注"), max_length=200, required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "person", User.objects.for_user(person).filter(is_active=True))
        narrow(self, "area", Area.objects.with_right(person, PLEDGE))
        narrow(self, "unit", Unit.objects.with_right(person, PLEDGE))
        narrow(self, "point", Point.objects.with_right(person, PLEDGE))

    def clean(self) -> dict[str, Any]:
        """The one target that the kind of pledge wants."""
        given = super().clean() or {}
        if "pledge_kind" in given:
            wanted = {Area: "area", Unit: "unit", Point: "point"}[
                wanted_target(given["pledge_kind"])
            ]
            if not given.get(wanted) and wanted not in self.errors:
                self.add_error(wanted, _("这一类包保要填这一项。"))
            given["target"] = given.get(wanted)
        return given

    def facts(self) -> PledgeFacts:
        """What was typed, once it is valid."""
        names = ("pledge_kind", "person", "target", "since", "cell", "until", "note")
        return PledgeFacts(**{name: self.cleaned_data[name] for name in names})


class EndForm(forms.Form):
    """From when a pledge no longer holds."""

    until = forms.DateField(label=_("最后一天"), widget=Day, initial=timezone.localdate)
    why = forms.CharField(label=_("理由"), required=False)
