"""What a form says of a field that was not filled in rightly: what to do, in the field's name.

Django's sentences are known by their codes and are said anew; what rules and forms say for
themselves stays as it is. All forms come here by `FORM_RENDERER` of the settings.
"""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.forms.utils import ErrorList
from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

_ATTACH, _TICK, _CHOOSE, _WRITE = "attach", "tick", "choose", "write"
_MISSING: Mapping[str, Promise] = {
    _ATTACH: lazy("请附上“%(label)s”。"),
    _TICK: lazy("请勾选“%(label)s”。"),
    _CHOOSE: lazy("请选择“%(label)s”。"),
    _WRITE: lazy("请填写“%(label)s”。"),
}
_NOT_AMONG: Mapping[str, Promise] = {
    _CHOOSE: lazy("“%(label)s”里没有这一项，请重新选择。"),
    _WRITE: lazy("找不到所填的“%(label)s”，请检查后重新填写。"),
}
#: The first kind that a field is of says what is to be typed.
_SHAPES: tuple[tuple[type[forms.Field], Promise], ...] = (
    (forms.DateField, lazy("“%(label)s”要写成 2026-05-01 这样的日期。")),
    (forms.TimeField, lazy("“%(label)s”要写成 08:30 这样的时间。")),
    (forms.FloatField, lazy("“%(label)s”要填数字。")),
    (forms.DecimalField, lazy("“%(label)s”要填数字。")),
    (forms.IntegerField, lazy("“%(label)s”要填整数。")),
    (forms.SlugField, lazy("“%(label)s”只能用英文字母、数字、连字符和下划线。")),
)
_LIMITS: Mapping[str, Promise] = {
    "max_length": lazy("“%(label)s”最多 %(limit_value)s 个字，现在有 %(show_value)s 个。"),
    "min_length": lazy("“%(label)s”至少 %(limit_value)s 个字，现在有 %(show_value)s 个。"),
    "max_value": lazy("“%(label)s”最大是 %(limit_value)s。"),
    "min_value": lazy("“%(label)s”最小是 %(limit_value)s。"),
    "max_digits": lazy("“%(label)s”最多 %(max)s 位数字。"),
    "max_decimal_places": lazy("“%(label)s”的小数最多 %(max)s 位。"),
    "max_whole_digits": lazy("“%(label)s”的整数部分最多 %(max)s 位。"),
    "null_characters_not_allowed": lazy("“%(label)s”里有不能保存的字符，请重新输入。"),
    "empty": lazy("“%(label)s”是空的，请换一个。"),
}
_NONE_SUCH = frozenset({"invalid_choice", "invalid_list", "invalid_pk_value"})


class Field(forms.BoundField):
    """A field of a form on a page."""

    @property
    def errors(self) -> ErrorList:
        """All that is wrong with it, in words that say what to do."""
        found = super().errors
        if not found:
            return found
        anew = found.copy()
        anew.data = [_said(self, error) for error in found.as_data()]
        return anew

    @property
    def faults(self) -> list[str]:
        """The same for a list above the form, where each sentence has to name the field."""
        name = _name(self)
        texts = map(str, self.errors)
        return [text if name in text else f"{name}{_('：')}{text}" for text in texts]


class Renderer(DjangoTemplates):
    """Gives every form such fields."""

    bound_field_class = Field


def _said(field: Field, error: ValidationError) -> str:
    words = _words(field, error.code or "")
    if words is None:
        return str(next(iter(error)))
    return str(words) % {**(error.params or {}), "label": _name(field)}


def _words(field: Field, code: str) -> Promise | None:
    """What is to be said of a fault that Django found; None where its own sentence will do."""
    way = _way(field)
    if code == "required" or (way == _ATTACH and code in {"missing", "invalid"}):
        return _MISSING[way]
    if code in _NONE_SUCH:
        return _NOT_AMONG.get(way)
    if code == "invalid":
        return next((words for kind, words in _SHAPES if isinstance(field.field, kind)), None)
    return None if way == _ATTACH and code == "max_length" else _LIMITS.get(code)


def _name(field: Field) -> str:
    """What people see the field called; one of many in a grid is called by its place there."""
    called = field.field.label or field.field.widget.attrs.get("aria-label") or field.label
    return str(called)


def _way(field: Field) -> str:
    """How a field is filled in."""
    widget = field.field.widget
    if isinstance(widget, forms.FileInput):
        return _ATTACH
    if isinstance(widget, forms.CheckboxInput):
        return _TICK
    chosen = isinstance(widget, ChoiceWidget) or isinstance(field.field, forms.DateField)
    return _CHOOSE if chosen else _WRITE
