"""What people type of duties, and of rules by which duties are handed out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points import queries as points
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import Day, narrow
from chuangcheng.ground.units.models import Kind, Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.duties import rules
from chuangcheng.mandate.duties.decomposition import Order, projects
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.queries import facts_of
from chuangcheng.mandate.duties.rules import CHANGE, DutyFacts
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.mandate.frameworks import reading
from chuangcheng.mandate.frameworks.models import Standard


class TermsForm(forms.Form):
    """Leader, task, target and deadline (四定)."""

    leader = forms.ModelChoiceField(
        User.objects.none(), label=_("责任领导"), required=False, empty_label=_("（还没有）")
    )
    task = forms.CharField(label=_("任务"), max_length=500, required=False, widget=forms.Textarea)
    target = forms.CharField(label=_("目标"), max_length=300, required=False)
    deadline = forms.DateField(label=_("时限"), widget=Day, required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "leader", User.objects.for_user(person).filter(is_active=True))


class DutyForm(TermsForm):
    """Who leads and takes part, beside the terms; the standard and the area are settled."""

    lead = forms.ModelChoiceField(
        Unit.objects.none(), label=_("牵头单位"), required=False, empty_label=_("（还没有）")
    )
    partners = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("配合单位"), required=False, help_text=_("可以有几个。")
    )
    lead_share = forms.DecimalField(
        label=_("牵头单位承担"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1),
        decimal_places=4,
        help_text=_("0 到 1；有配合单位时，其余由配合单位平分。"),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        for name in ("lead", "partners"):
            narrow(self, name, Unit.objects.for_user(person).filter(active=True))
        self.order_fields(["standard", "area", "lead", "partners", "lead_share"])

    def said(self, standard: Standard, area: Area | None) -> DutyFacts:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        partners, lead = list(given["partners"]), given["lead"]
        share = given["lead_share"]
        share = rules.usual_lead_share() if share is None else share
        return DutyFacts(
            standard=standard,
            area=area,
            lead=lead,
            leader=given["leader"],
            partners=rules.even(partners, share if lead else Decimal(0)),
            lead_share=share if partners else Decimal(1),
            task=given["task"],
            target=given["target"],
            deadline=given["deadline"],
        )


class HandOverForm(DutyForm):
    """A standard for a unit that has been chosen; `instead_of` is the key of who led then."""

    lead = forms.ModelChoiceField(
        Unit.objects.none(), label=_("牵头单位"), widget=forms.HiddenInput
    )
    instead_of = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        self.order_fields(["deadline", "task", "target", "leader", "partners", "lead_share"])


def known(duty: Duty) -> dict[str, Any]:
    """A duty as its form shows it first."""
    return shown(facts_of(duty))


def shown(facts: DutyFacts) -> dict[str, Any]:
    """What is said of a duty, as its form shows it."""
    return {
        "lead": facts.lead,
        "leader": facts.leader,
        "partners": [unit.pk for unit, _share in facts.partners],
        "lead_share": facts.lead_share.normalize() if facts.partners else None,
        "task": facts.task,
        "target": facts.target,
        "deadline": facts.deadline,
    }


class NewDutyForm(DutyForm):
    """A whole duty of a campaign."""

    standard = forms.ModelChoiceField(Standard.objects.none(), label=_("测评标准"))
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("区域"), required=False, empty_label=_("（整个活动区域）")
    )

    def __init__(self, person: Person, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        rows = frameworks.standards(person, campaign.edition).order_by("position")
        narrow(self, "standard", rows)
        mine = Area.objects.with_right(person, CHANGE).below(campaign.area.path)
        narrow(self, "area", mine.exclude(pk=campaign.area_id))

    def facts(self) -> DutyFacts:
        """What was typed, once it is valid."""
        return self.said(self.cleaned_data["standard"], self.cleaned_data["area"])


class OrderForm(TermsForm):
    """A rule: which standards, in which areas, to which unit or kind of unit."""

    method = forms.ChoiceField(label=_("测评方法"), required=False)
    project = forms.ChoiceField(label=_("测评项目"), required=False)
    point_type = forms.ChoiceField(label=_("点位类型"), required=False)
    each = forms.ChoiceField(
        label=_("分到哪里"),
        choices=[("", _("整个活动区域")), ("1", _("下一级的每个区域，各有一份"))],
        required=False,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("牵头单位"), required=False, empty_label=_("（按单位类别）")
    )
    unit_kind = forms.ChoiceField(
        label=_("单位类别"),
        choices=[("", _("（不按类别）")), *Kind.choices],
        required=False,
        help_text=_("交给区域里这一类别的那个单位，例如每个乡镇交给本乡镇。"),
    )
    replace = forms.BooleanField(
        label=_("已有牵头单位的也改"), required=False, help_text=_("不勾选时已分解的保持不变。")
    )

    def __init__(self, person: Person, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        whole = frameworks.framework(campaign.edition)
        rows = frameworks.standards(person, campaign.edition)
        methods = [(m.code, m.title) for m in reading.methods(whole)]
        kinds = {kind.id: reading.said(kind.title) for kind in whole.point_types}
        kinds |= {kind.code: str(kind) for kind in points.kinds() if kind.code in kinds}
        self._offer("method", methods)
        self._offer("project", projects(rows))
        self._offer("point_type", list(kinds.items()))
        narrow(self, "unit", Unit.objects.for_user(person).filter(active=True))
        self.order_fields(
            ["method", "project", "point_type", "each", "unit", "unit_kind", "replace"]
        )

    def clean(self) -> dict[str, Any]:
        """One unit or one kind of unit, not both and not neither."""
        given = super().clean() or {}
        if bool(given.get("unit")) == bool(given.get("unit_kind")):
            self.add_error("unit", _("请选一个牵头单位，或选一个单位类别，二者取一。"))
        return given

    def order(self) -> Order:
        """The rule that was typed, once it is valid."""
        return Order(**{**self.cleaned_data, "each": bool(self.cleaned_data["each"])})

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("（全部）")), *options]


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("理由"), required=False)
