"""What is wrong with a file, where, and how to mend it: one sentence a fault, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Lang = Literal["zh", "en"]
#: How many faults are made into sentences unless somebody asks for all.
SHOWN = 100


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages."""

    zh: str
    en: str

    def said(self, lang: Lang) -> str:
        """The sentence in a language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True)
class Fault:
    """A fault and its place: `row` is the row or line as the person sees it, the first being 1."""

    file: str
    sentence: Sentence
    row: int | None = None
    column: str = ""
    sheet: str = ""

    def said(self, lang: Lang) -> str:
        """The whole line: file, place, sentence."""
        if lang == "zh":
            sheet = f"工作表“{self.sheet}”" if self.sheet else ""
            row = f"第{self.row}行" if self.row else ""
            called = f"第{self.column}列" if self.column.isdigit() else f"“{self.column}”列"
            column = called if self.column else ""
            place = f" {sheet}{row}{column}" if sheet or row or column else ""
            return f"{self.file}{place}：{self.sentence.zh}"
        sheet = f"sheet {self.sheet}" if self.sheet else ""
        row = f"row {self.row}" if self.row else ""
        column = f"column {self.column}" if self.column else ""
        place = ", ".join(filter(None, (self.file, sheet, row, column)))
        return f"{place}: {self.sentence.en}"

    def as_json(self) -> dict[str, Any]:
        """The fault for programs: place and sentence in both languages."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "zh": self.sentence.zh,
            "en": self.sentence.en,
        }


class FaultsError(Exception):
    """Files that cannot be used as they are; `total` may be more than the faults spelled out."""

    def __init__(self, faults: Iterable[Fault], total: int | None = None) -> None:
        self.faults: Sequence[Fault] = tuple(faults)
        self.total = len(self.faults) if total is None else total
        super().__init__("\n".join(self.lines("en")))

    def lines(self, lang: Lang, shown: int = SHOWN) -> list[str]:
        """A line for each fault shown, and one that says how many more there are."""
        lines = [fault.said(lang) for fault in self.faults[:shown]]
        more = self.total - len(lines)
        if more > 0:
            lines.append(f"……另有 {more} 处" if lang == "zh" else f"… and {more} more")
        return lines


class Faults:
    """Collects faults from several readers and raises them together."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._unsaid = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, fault: Fault) -> None:
        """Take one more fault."""
        self._found.append(fault)

    def take(self, error: FaultsError) -> None:
        """Take all faults of an error, those it only counts included."""
        self._found += error.faults
        self._unsaid += error.total - len(error.faults)

    def error(self) -> FaultsError:
        """All that was found as one error."""
        return FaultsError(self._found, len(self._found) + self._unsaid)

    def raise_if_any(self) -> None:
        """Raise FaultsError when anything was found."""
        if self._found:
            raise self.error()
