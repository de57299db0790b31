"""What people type when they decide on visits."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.evidence.visits.verdicts import Verdict


class WhyForm(forms.Form):
    """A decision on what could not be taken in, and why."""

    why = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea({"rows": 3}))


class VerdictForm(forms.Form):
    """What came of a doubt, and why."""

    verdict = forms.ChoiceField(label=_("结论"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea({"rows": 3}))
