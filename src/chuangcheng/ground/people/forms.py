"""What people type of people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import Grant, Role, User
from chuangcheng.ground.people.queries import deputies, givable
from chuangcheng.ground.people.rules import CHANGE, GRANT, PersonFacts
from chuangcheng.ground.rights import RIGHTS
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.forms import Day, narrow
from chuangcheng.ground.units.models import Unit


class PersonForm(forms.Form):
    """The details of a person."""

    username = forms.CharField(
        label=_("登录名"), max_length=60, help_text=_("文字、数字和 . @ - _，用来登录。")
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(label=_("手机"), max_length=30, required=False)
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("区域"),
        required=False,
        empty_label=_("（最上一级）"),
        help_text=_("账号由哪里的创建办管理。"),
    )
    is_active = forms.BooleanField(
        label=_("启用"), required=False, initial=True, help_text=_("停用后立即退出登录。")
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "area", Area.objects.with_right(person, CHANGE))

    def facts(self) -> PersonFacts:
        """What was typed, once it is valid."""
        return PersonFacts(**self.cleaned_data)


class PlaceForm(forms.Form):
    """To which units, in what post."""

    units = forms.ModelMultipleChoiceField(Unit.objects.none(), label=_("单位"), required=False)
    post = forms.CharField(label=_("职务"), max_length=60, required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "units", Unit.objects.for_user(person))

    def posts(self) -> dict[Unit, str]:
        """The post in each unit."""
        return dict.fromkeys(self.cleaned_data["units"], self.cleaned_data["post"])


class GrantForm(forms.Form):
    """Which role, where, for whom, how long."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("角色"))
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("区域"), required=False, empty_label=_("（全部区域）")
    )
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("单位"), required=False, help_text=_("不选则为全部单位。")
    )
    starts = forms.DateField(label=_("自"), initial=timezone.localdate, widget=Day)
    ends = forms.DateField(
        label=_("至"), required=False, widget=Day, help_text=_("不填则长期有效。")
    )
    why = forms.CharField(label=_("理由"), max_length=200, required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "role", givable(person))
        narrow(self, "area", Area.objects.with_right(person, GRANT))
        narrow(self, "units", Unit.objects.with_right(person, GRANT))

    def clean(self) -> dict[str, Any]:
        """A role for one's own units names them."""
        given = super().clean() or {}
        role: Role | None = given.get("role")
        if role and role.by_unit and not given.get("units"):
            self.add_error("units", _("这个角色限于本单位，请选择单位。"))
        return given


class DelegateForm(forms.Form):
    """To whom, until when, why."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("代理人"))
    ends = forms.DateField(label=_("至"), widget=Day)
    why = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, person: Person, grant: Grant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow(self, "to", deputies(person, grant))


class WhyForm(forms.Form):
    """Why."""

    why = forms.CharField(label=_("理由"), max_length=200)


class RoleForm(forms.Form):
    """What a role is called and what it may do."""

    title_zh = forms.CharField(label=_("名称"), max_length=60)
    title_en = forms.CharField(label=_("英文名称"), max_length=60, required=False)
    by_unit = forms.BooleanField(
        label=_("限于本单位"), required=False, help_text=_("授予时必须指定单位。")
    )
    rights = forms.MultipleChoiceField(
        label=_("权限"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["rights"]
        if isinstance(choice, forms.MultipleChoiceField):
            choice.choices = [(right.name, str(right.words)) for right in RIGHTS.values()]


class NewRoleForm(forms.Form):
    """What a new role is called."""

    code = forms.SlugField(label=_("代码"), max_length=40, help_text=_("小写字母、数字和连字符。"))
    title_zh = forms.CharField(label=_("名称"), max_length=60)
    title_en = forms.CharField(label=_("英文名称"), max_length=60, required=False)
