"""Where one wants to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from chuangcheng.adapters.notices.models import Kind


class AddressForm(forms.Form):
    """One's address by one channel."""

    address = forms.CharField(
        label=_("地址"),
        max_length=100,
        help_text=_("在这个渠道里认出您的：邮箱、手机号或用户名，问创建办。"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("通知种类"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("没有选的只在站内“我的通知”里看到。"),
    )
    active = forms.BooleanField(label=_("接收通知"), required=False, initial=True)
