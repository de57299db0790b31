"""What people give when a passkey is made or used."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.signin.forms import PasswordField


class UseForm(forms.Form):
    """The answer of the device, put in by the page."""

    answer = forms.CharField(label=_("通行密钥"), max_length=20_000, widget=forms.HiddenInput)


class MakeForm(UseForm):
    """A name for the key, and one's password."""

    title = forms.CharField(
        label=_("名称"), max_length=60, help_text=_("写下是哪台设备，例如“办公室电脑”。")
    )
    old = PasswordField("current-password", label=_("现在的密码"))
