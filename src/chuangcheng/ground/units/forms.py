"""What people type of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import narrow
from chuangcheng.ground.units.models import Kind, Unit
from chuangcheng.ground.units.rules import CHANGE, UnitFacts
from chuangcheng.ground.units.structures import structures
from chuangcheng.ground.words import listed


class UnitForm(forms.Form):
    """The facts of a unit and whom it answers to."""

    code = forms.CharField(
        label=_("代码"), max_length=40, help_text=_("唯一，不含斜杠、空格和分隔号。")
    )
    title_zh = forms.CharField(label=_("名称"), max_length=100)
    title_en = forms.CharField(label=_("英文名称"), max_length=150, required=False)
    unit_kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("区域"))
    superiors = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("上级单位"), required=False, help_text=_("可以有几个。")
    )
    contact = forms.CharField(label=_("联系人"), max_length=60, required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "area", Area.objects.with_right(person, CHANGE))
        narrow(self, "superiors", Unit.objects.for_user(person))

    def facts(self) -> UnitFacts:
        """What was typed, once it is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "superiors"}
        return UnitFacts(**given)

    def superior_units(self) -> Sequence[Unit]:
        """Whom the unit is to answer to."""
        return list(self.cleaned_data["superiors"])


class HeadquartersForm(forms.Form):
    """Where, and in which shape."""

    area = forms.ModelChoiceField(Area.objects.none(), label=_("区域"))
    structure = forms.ChoiceField(label=_("架构"), widget=forms.RadioSelect)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "area", Area.objects.with_right(person, CHANGE))
        choice = self.fields["structure"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [
                (
                    code,
                    _("%(shape)s：%(groups)s")
                    % {"shape": shape.title, "groups": listed(shape.groups.values())},
                )
                for code, shape in structures().items()
            ]
