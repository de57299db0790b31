"""What parts are called: by their standard and their method, since their ids say little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chuangcheng.engine.framework import Part
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round


@dataclass(frozen=True)
class Called:
    """A part by its standard and its method; both with what tells them from others."""

    standard: str
    method: str

    def __str__(self) -> str:
        return f"{self.standard} · {self.method}"


def of_parts(round_: Round) -> dict[str, Called]:
    """What the parts of a round's framework are called, by their ids, in the order of the tree."""
    names, found = inspections.names(round_), {}
    for standard in inspections.framework(round_).standards():
        title = f"{standard.id} {names.of('standard', standard.id)}"
        for part, number in _numbered(standard.parts):
            method = str(names.of("method", part.method))
            told = _("%(method)s（%(n)d）") % {"method": method, "n": number} if number else method
            found[part.id] = Called(title, told)
    return found


def _numbered(parts: Sequence[Part]) -> Iterator[tuple[Part, int]]:
    """The parts of a standard, each with its number among those of its method, 0 if it is alone."""
    alike, seen = Counter(part.method for part in parts), Counter[str]()
    for part in parts:
        seen[part.method] += 1
        yield part, seen[part.method] if alike[part.method] > 1 else 0
