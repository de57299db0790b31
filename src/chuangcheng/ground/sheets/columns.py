"""Columns of a sheet and the readers that turn a cell into a value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from django.conf import settings
from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.ground.words import NOTHING, Words, listed

# A cell is text as its owner would type it; empty ones never reach a reader.
Reader = Callable[[str], object]
PARTED = re.compile(r"[/\s、,，;；]")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")

YES = frozenset({"是", "yes", "y", "true", "1", "1.0", "√"})
NO = frozenset({"否", "no", "n", "false", "0", "0.0", "×"})


class UnreadableError(ValueError):
    """A cell that does not hold what its column asks for; the message is for its author."""


@dataclass(frozen=True)
class Column:
    """One column: its heading in both languages, how a cell is read, what an empty cell means.

    `formerly` is a heading that was written before: files that have it are still read.
    """

    key: str
    words: Words
    read: Reader
    required: bool = False
    default: object = ""
    help: Words = NOTHING
    choices: type[Choices] | None = None
    formerly: str = ""

    def headings(self) -> set[str]:
        """The headings by which the column is known, in either language."""
        known = (self.words.zh, self.words.en, self.key, self.formerly)
        return {folded(heading) for heading in known if heading}

    def value(self, cell: str) -> object:
        """What the cell holds. Raises UnreadableError."""
        written = cell.strip()
        if written:
            return self.read(written)
        if self.required:
            raise UnreadableError(_("此列必填。"))
        return self.default


@lru_cache(4096)  # choices and codes come again in every row
def folded(heading: str) -> str:
    """A heading without what people add to it: width, case, spaces, an asterisk."""
    return unicodedata.normalize("NFKC", heading).casefold().replace("*", "").replace(" ", "")


def text(limit: int) -> Reader:
    """Text of at most so many characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise UnreadableError(
                _("最多 %(limit)d 个字，现有 %(length)d 个。")
                % {"limit": limit, "length": len(cell)}
            )
        return cell

    return read


def code_text(limit: int) -> Reader:
    """A code: text in one piece, so that several can stand in one cell and in a path."""
    whole = text(limit)

    def read(cell: str) -> object:
        if PARTED.search(cell):
            raise UnreadableError(_("代码中不能有斜杠、空格和分隔号。"))
        return whole(cell)

    return read


def number(least: Decimal | None = None) -> Reader:
    """An exact decimal, at least so much."""

    def read(cell: str) -> Decimal:
        try:
            value = Decimal(unicodedata.normalize("NFKC", cell))
        except InvalidOperation:
            raise UnreadableError(_("“%(cell)s”不是数字。") % {"cell": cell}) from None
        if not value.is_finite() or (least is not None and value < least):
            raise UnreadableError(
                _("“%(cell)s”不能小于 %(least)s。") % {"cell": cell, "least": least}
            )
        return value

    return read


def day() -> Reader:
    """A calendar day: a date cell, or text such as 2026-03-01, 2026/3/1, 2026年3月1日."""

    def read(cell: str) -> date:
        found = DAY.fullmatch(cell)
        try:
            return date(*map(int, found.groups())) if found else date.fromisoformat(cell)
        except ValueError:
            raise UnreadableError(
                _("“%(cell)s”不是日期，请写成 2026-03-01。") % {"cell": cell}
            ) from None

    return read


def flag() -> Reader:
    """Yes or no."""

    def read(cell: str) -> bool:
        written = folded(cell)
        if written not in YES | NO:
            raise UnreadableError(_("“%(cell)s”应为是或否。") % {"cell": cell})
        return written in YES

    return read


def codes() -> Reader:
    """Several codes in one cell, parted by 、 or a comma or a semicolon."""

    def read(cell: str) -> tuple[str, ...]:
        parts = (part.strip() for part in re.split("[、，,；;\\n]", cell))
        return tuple(part for part in parts if part)

    return read


def choice(choices: type[Choices]) -> Reader:
    """One of a closed list, written as its value or as its name in either language."""

    def read(cell: str) -> object:
        try:
            return _known(choices)[folded(cell)]
        except KeyError:
            raise UnreadableError(
                _("“%(cell)s”不在可选值之中：%(choices)s。")
                % {"cell": cell, "choices": listed(c.label for c in choices)}
            ) from None

    return read


@cache
def _known(choices: type[Choices]) -> dict[str, object]:
    known = {folded(str(member.value)): member.value for member in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {folded(str(member.label)): member.value for member in choices}
    return known
