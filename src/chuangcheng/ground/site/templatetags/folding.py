"""What a page counts: the filters that are set, though folded; the faults of a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms, template

from chuangcheng.ground.site.fields import Field
from chuangcheng.ground.site.tables import Control

register = template.Library()


@register.filter
def number_set(controls: Iterable[Control]) -> int:
    """How many filters above a table are set."""
    return sum(bool(control.chosen) for control in controls)


@register.simple_tag
def number_wrong(form: forms.Form, fields: Iterable[Field], more: Sequence[object]) -> int:
    """How many sentences say what is wrong with a form; one is told as one."""
    return (
        len(form.non_field_errors()) + sum(len(field.faults) for field in fields) + len(more or ())
    )
