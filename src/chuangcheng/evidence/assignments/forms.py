"""What people type of assignments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.assignments import queries
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import AssignmentFacts, Order
from chuangcheng.evidence.assignments.settings import defaults
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.people.models import User
from chuangcheng.ground.site.forms import Day, narrow

_WEEKEND = 5
_DAYS = 60


class OrderForm(forms.Form):
    """Who goes, on which days, in what teams, and what share is visited twice."""

    inspectors = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("测评员"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("谁也不会被派到本单位（含下属单位）负责的点位。"),
    )
    days = forms.MultipleChoiceField(
        label=_("日期"), widget=forms.CheckboxSelectMultiple, help_text=_("每组每天走一条路线。")
    )
    team = forms.ChoiceField(
        label=_("每组几人"),
        choices=[(1, _("一人")), (2, _("两人，逐日轮换搭档"))],
    )
    twice = forms.FloatField(
        label=_("双盲复查比例（%）"),
        min_value=0,
        max_value=100,
        help_text=_("这么多点位由另一组人再走一遍，互不知情，用来算测评员之间的一致性。"),
    )

    def __init__(self, round_: Round, *args: Any, **kwargs: Any) -> None:
        known = defaults()
        days = open_days(round_)
        people = queries.inspectors(round_)
        initial = {
            "team": known.team,
            "twice": round((round_.twice or known.twice) * 100, 2),
            "days": [str(day) for day in days if day.weekday() < _WEEKEND] or list(map(str, days)),
            "inspectors": list(people.filter(rounds=round_).values_list("pk", flat=True)),
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        narrow(self, "inspectors", people)
        choice = self.fields["days"]
        if isinstance(choice, forms.MultipleChoiceField):
            choice.choices = [(str(day), date_format(day, "Y-m-d D")) for day in days]

    def order(self) -> Order:
        """What was chosen, once it is valid."""
        given = self.cleaned_data
        days = tuple(sorted(date.fromisoformat(day) for day in given["days"]))
        people = tuple(sorted(given["inspectors"], key=lambda one: one.pk))
        return Order(people, days, int(given["team"]), given["twice"] / 100)


class AssignmentForm(forms.Form):
    """One assignment: its day, people, hours and weight."""

    day = forms.DateField(label=_("日期"), widget=Day())
    inspectors = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("测评员"), widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(
        label=_("最早"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    closes = forms.TimeField(
        label=_("最晚"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    priority = forms.TypedChoiceField(
        label=_("优先"),
        coerce=int,
        choices=[(0, _("一般")), (1, _("优先")), (2, _("最优先"))],
    )

    def __init__(self, assignment: Assignment, *args: Any, **kwargs: Any) -> None:
        names = ("day", "opens", "closes", "priority")
        initial: dict[str, Any] = {name: getattr(assignment, name) for name in names}
        initial["inspectors"] = list(assignment.inspectors.values_list("pk", flat=True))
        super().__init__(*args, **{"initial": initial, **kwargs})
        narrow(self, "inspectors", queries.inspectors(assignment.round))

    def facts(self) -> AssignmentFacts:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        return AssignmentFacts(**given | {"inspectors": tuple(given["inspectors"])})


class WhyForm(forms.Form):
    """A reason that stays in the log."""

    why = forms.CharField(label=_("理由"), max_length=300)


def open_days(round_: Round) -> list[date]:
    """The days of a round that are not over; all of them, once it is."""
    first = max(round_.starts, min(timezone.localdate(), round_.ends))
    number = min((round_.ends - first).days + 1, _DAYS)
    return [first + timedelta(days=n) for n in range(number)]
