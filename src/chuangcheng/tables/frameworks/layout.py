"""The sheets and columns of a framework's workbook, read from `layout.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from chuangcheng.tables.faults import Lang
from chuangcheng.tables.words import plain


@dataclass(frozen=True)
class Field:
    """A column (or, on the first sheet, a row): the field of the model it holds."""

    field: str
    zh: str
    kind: str = "text"
    #: What the column was called before; workbooks written then are still read.
    formerly: str = ""

    def called(self, lang: Lang) -> str:
        """Its name in a workbook of that language."""
        return self.zh if lang == "zh" else self.field

    def spellings(self) -> set[str]:
        """Every name it is known by, as `plain` writes it; never empty text."""
        return {plain(name) for name in (self.zh, self.field, self.formerly) if name}


@dataclass(frozen=True)
class Sheet:
    """A sheet and its fields; `upright` says that every field has a row of its own."""

    name: str
    zh: str
    fields: tuple[Field, ...]
    upright: bool = False
    #: What the sheet was called before.
    formerly: str = ""

    def called(self, lang: Lang) -> str:
        """Its name in a workbook of that language."""
        return self.zh if lang == "zh" else self.name

    def spellings(self) -> set[str]:
        """Every name it is known by; never empty text."""
        return {self.name, self.zh, self.formerly} - {""}

    def named(self, header: str) -> Field | None:
        """The field that a header means, in either language."""
        found = plain(header)
        return next((f for f in self.fields if found in f.spellings()), None)


@cache
def sheets() -> Mapping[str, Sheet]:
    """All sheets by their English name, in the order of the workbook."""
    text = files(__package__).joinpath("layout.yaml").read_text("utf-8")
    return {
        name: Sheet(
            name,
            said["zh"],
            tuple(Field(**field) for field in said.get("rows") or said["columns"]),
            upright="rows" in said,
            formerly=said.get("formerly", ""),
        )
        for name, said in yaml.safe_load(text).items()
    }
