"""The form of escalation."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """What came of a letter, card or interview."""

    day = forms.DateField(
        label=_("日期"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label=_("答复或约谈情况"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("单位的书面答复，或约谈时说了什么、定了什么。登记后不能修改，可以再补一条。"),
    )
