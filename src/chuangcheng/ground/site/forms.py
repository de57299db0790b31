"""Small helpers of forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

UNSAID = "---------"


def narrow(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among these rows only, such as those in a person's scope."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} does not choose among rows.")
    field.queryset = rows
    if field.empty_label == UNSAID:
        field.empty_label = _("请选择")


class Day(forms.DateInput):
    """A day, picked by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
