"""Columns of a sheet and the readers that turn a cell into a value."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

from django.conf import settings
from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.ground.words import NOTHING, Words

Cell = str | float | int | bool | date | time | datetime | timedelta | None
Reader = Callable[[Cell], object]

YES = frozenset({"是", "yes", "y", "true", "1", "1.0", "√"})
NO = frozenset({"否", "no", "n", "false", "0", "0.0", "×"})


class UnreadableError(ValueError):
    """A cell that does not hold what its column asks for; the message is for its author."""


@dataclass(frozen=True)
class Column:
    """One column: its heading in both languages, how a cell is read, what an empty cell means."""

    key: str
    words: Words
    read: Reader
    required: bool = False
    default: object = ""
    help: Words = NOTHING
    choices: type[Choices] | None = None

    def headings(self) -> set[str]:
        """The headings by which the column is known, in either language."""
        return {folded(self.words.zh), folded(self.words.en), folded(self.key)}

    def value(self, cell: Cell) -> object:
        """What the cell holds. Raises UnreadableError."""
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if self.required:
                raise UnreadableError(_("此列必填。"))
            return self.default
        return self.read(cell)


def folded(heading: str) -> str:
    """A heading without what people add to it: width, case, spaces, an asterisk."""
    return unicodedata.normalize("NFKC", heading).casefold().replace("*", "").replace(" ", "")


def text(limit: int) -> Reader:
    """Text of at most so many characters; a whole number typed as a code stays as typed."""

    def read(cell: Cell) -> str:
        whole = isinstance(cell, float) and cell.is_integer()
        written = str(int(cell)) if whole and isinstance(cell, float) else str(cell)
        written = written.strip()
        if len(written) > limit:
            raise UnreadableError(
                _("最多 %(limit)d 个字，现有 %(length)d 个。")
                % {"limit": limit, "length": len(written)}
            )
        return written

    return read


def number(least: Decimal | None = None) -> Reader:
    """An exact decimal, at least so much."""

    def read(cell: Cell) -> Decimal:
        try:
            value = Decimal(unicodedata.normalize("NFKC", str(cell)).strip())
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

    def read(cell: Cell) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        written = str(cell).strip()
        for sign in "年月/.":
            written = written.replace(sign, "-")
        parts = written.rstrip("日").split("-")
        try:
            year, month, number_ = (int(part) for part in parts)
            return date(year, month, number_)
        except ValueError:
            raise UnreadableError(
                _("“%(cell)s”不是日期，请写成 2026-03-01。") % {"cell": cell}
            ) from None

    return read


def flag() -> Reader:
    """Yes or no."""

    def read(cell: Cell) -> bool:
        written = folded(str(cell))
        if written not in YES | NO:
            raise UnreadableError(_("“%(cell)s”应为是或否。") % {"cell": cell})
        return written in YES

    return read


def codes() -> Reader:
    """Several codes in one cell, parted by 、 or a comma or a semicolon."""

    def read(cell: Cell) -> tuple[str, ...]:
        written = text(2000)(cell)
        for sign in "，,；;\n":
            written = str(written).replace(sign, "、")
        return tuple(part.strip() for part in str(written).split("、") if part.strip())

    return read


def choice(choices: type[Choices]) -> Reader:
    """One of a closed list, written as its value or as its name in either language."""

    def read(cell: Cell) -> object:
        written = str(text(100)(cell))
        try:
            return _known(choices)[folded(written)]
        except KeyError:
            raise UnreadableError(
                _("“%(cell)s”不在可选值之中：%(choices)s。")
                % {"cell": written, "choices": "、".join(str(c.label) for c in choices)}
            ) from None

    return read


@cache
def _known(choices: type[Choices]) -> dict[str, object]:
    known = {folded(str(member.value)): member.value for member in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {folded(str(member.label)): member.value for member in choices}
    return known
