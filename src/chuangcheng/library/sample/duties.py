"""Who leads a standard and who takes part: found by the words of the standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from chuangcheng.engine.framework import Framework, Standard
from chuangcheng.library.sample.county import table

#: A lead with one partner bears this share of a loss, with two partners that.
ALONE, WITH_ONE, WITH_TWO = 1.0, 0.7, 0.6

Row = dict[str, str]


@dataclass(frozen=True)
class Leads:
    """The units that answer for the standards of a framework."""

    framework: Framework

    def of(self, standard: Standard) -> str:
        """The unit that leads a standard."""
        return self.units[standard.id][0]

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """For each standard the lead and up to two partners."""
        return {
            standard.id: _fitting([standard.title.zh, content.title.zh, project.title.zh])
            for project in self.framework.projects
            for content in project.contents
            for standard in content.standards
        }

    def rows(self, onsite: set[str]) -> Iterator[Row]:
        """The table of duties.

        A standard seen on site only is left to the unit that answers for the point; where a
        standard has other parts too, the duty is for the items of those parts.
        """
        for standard in self.framework.standards():
            parts = [part for part in standard.parts if part.method not in onsite]
            if len(parts) == len(standard.parts):
                yield from self._bearers(standard, "")
            else:
                for part in parts:
                    for item in self.framework.items_of(part):
                        yield from self._bearers(standard, item)

    def _bearers(self, standard: Standard, item: str) -> Iterator[Row]:
        lead, *partners = self.units[standard.id]
        first = (ALONE, WITH_ONE, WITH_TWO)[len(partners)]
        shares = [first, *((1 - first) / len(partners) for _ in partners)]
        for unit, share in zip([lead, *partners], shares, strict=True):
            yield {
                "standard": standard.id,
                "item": item,
                "area": "",
                "unit": unit,
                "share": f"{share:g}",
                "role": "lead" if unit == lead else "partner",
            }


def _fitting(titles: list[str]) -> list[str]:
    """Units by how well their topics fit the titles of a standard, its content and its project."""
    units = {row["id"]: row["topics"].split() for row in table("units")}
    standard, content, project = titles
    for words in ((standard, standard, content), (project,)):
        fit = {unit: _fit(topics, words) for unit, topics in units.items()}
        ordered = sorted(filter(fit.get, fit), key=lambda unit: -fit[unit])
        if ordered:
            return ordered[:3]
    return [next(iter(units))]


def _fit(topics: list[str], titles: tuple[str, ...]) -> int:
    """How many characters of the titles are about the topics."""
    return sum(len(topic) for title in titles for topic in topics if topic in title)
