"""What people type of an area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.queries import changeable
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import narrow


class AreaForm(forms.Form):
    """The facts of an area."""

    code = forms.CharField(label=_("代码"), max_length=40, help_text=_("唯一，不含斜杠和空格。"))
    title_zh = forms.CharField(label=_("名称"), max_length=100)
    title_en = forms.CharField(label=_("英文名称"), max_length=150, required=False)
    level = forms.TypedChoiceField(label=_("层级"), choices=Level.choices, coerce=int)
    group = forms.CharField(
        label=_("排名组别"), max_length=60, required=False, help_text=_("同组的区域之间排名。")
    )
    weight = forms.DecimalField(
        label=_("权重"),
        initial=1,
        max_digits=9,
        decimal_places=4,
        validators=[MinValueValidator(0)],
    )

    def facts(self) -> AreaFacts:
        """What was typed, once it is valid."""
        given: dict[str, Any] = {name: self.cleaned_data[name] for name in AreaForm.base_fields}
        return AreaFacts(**given)


class ParentForm(forms.Form):
    """Below which area."""

    parent = forms.ModelChoiceField(
        Area.objects.none(), label=_("上级"), required=False, empty_label=_("（最上一级）")
    )
    why = forms.CharField(label=_("理由"), required=False, widget=forms.Textarea)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "parent", changeable(person))


class NewAreaForm(AreaForm):
    """The facts of an area and where it hangs."""

    parent = forms.ModelChoiceField(
        Area.objects.none(), label=_("上级"), required=False, empty_label=_("（最上一级）")
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "parent", changeable(person))
        self.order_fields(["parent"])


class RemoveForm(forms.Form):
    """Confirmed by typing the code."""

    code = forms.CharField(label=_("请输入代码以确认"))
    why = forms.CharField(label=_("理由"), required=False)

    def __init__(self, area: Area, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area

    def clean_code(self) -> str:
        """The very code of the area."""
        if self.cleaned_data["code"] != self.area.code:
            raise forms.ValidationError(_("代码不一致，没有删除。"))
        return self.area.code
