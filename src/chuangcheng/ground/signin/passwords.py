"""What a password must be."""

from __future__ import annotations

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.signin.limits import limits


class Length:
    """Long enough, as the figures of signing in say."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when it is too short."""
        if len(password) < limits().password.shortest:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("密码至少 %d 位。") % limits().password.shortest


class Words:
    """More than the words that everybody here would try first, as the figures of signing in say."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError when little is left without those words."""
        figures = limits().password
        words = "|".join(re.escape(word) for word in figures.words)
        if not re.search(words, password, re.IGNORECASE) or not figures.words:
            return
        if len(re.sub(words, "", password, flags=re.IGNORECASE)) < figures.besides_words:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """The rule in words."""
        return _("不要以“创城”“文明”“password”这类人人想得到的词为主。")
