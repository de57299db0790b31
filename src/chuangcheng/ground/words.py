"""Words that are declared in both languages beside the thing they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Words:
    """One text in Chinese and English; printing it gives the reader's language."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.pick(get_language() or "")

    def pick(self, language: str) -> str:
        """The text in a language: English where asked for and known, otherwise Chinese."""
        return self.en if language.startswith("en") and self.en else self.zh


def listed(parts: Iterable[object]) -> str:
    """Several things in one sentence, parted as the reader's language parts them."""
    return _("、").join(str(part) for part in parts)


NOTHING = Words("", "")
