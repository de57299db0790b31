"""What people type at the door and on their own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _


class PasswordField(forms.CharField):
    """A password, of which browsers are told which one is meant."""

    def __init__(self, autocomplete: str, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=200, widget=widget, **kwargs)


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("登录名"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = PasswordField("current-password", label=_("密码"))


class CodeForm(forms.Form):
    """A one-time or recovery code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        help_text=_("手机应用上的六位数字，或一个恢复码。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class SetUpForm(CodeForm):
    """A first one-time code and one's password, so that nobody does it at a desk left open."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    old = PasswordField("current-password", label=_("现在的密码"))


class PasswordForm(forms.Form):
    """The present password and a new one, twice."""

    old = PasswordField("current-password", label=_("现在的密码"))
    new = PasswordField("new-password", label=_("新密码"))
    again = PasswordField("new-password", label=_("再输一次新密码"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        given = super().clean() or {}
        if given.get("new") != given.get("again"):
            self.add_error("again", text("两次输入的新密码不一致。"))
        return given


class ConfirmForm(forms.Form):
    """One's password, to confirm."""

    old = PasswordField("current-password", label=_("现在的密码"))
