"""The form of escalation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class LadderForm(forms.Form):
    """The file of a ladder."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("升级规则的 YAML 文件；先下载现行的，改好再上传。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )
