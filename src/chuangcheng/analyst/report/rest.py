"""Gains, methods, and what the report rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from chuangcheng.analyst.report.figures import column, percent, printed, within
from chuangcheng.analyst.report.observed import Observed
from chuangcheng.analyst.report.reading import FINER, Reading, anchor, link
from chuangcheng.analyst.report.tree import Line, Printed, Tree
from chuangcheng.analyst.report.words import word
from chuangcheng.engine.framework import Method, Title


@dataclass(frozen=True)
class Gain:
    """An item, and what mending all its faults would win."""

    item: Title
    href: str
    standard: Title
    standard_href: str
    method: Title
    faults: int
    judged: int
    lost: Decimal
    gain: Decimal


def gains(reading: Reading, observed: Observed) -> Iterator[Gain]:
    """Items by what they would win, the most first."""
    places = reading.places + FINER
    for (part, item), row in reading.gains.items():
        rows = observed.of_item.get((part, item), [])
        yield Gain(
            item=reading.items[item].title,
            href=link("i", f"{part}-{item}"),
            standard=reading.standards[row["standard"]][2].title,
            standard_href=link("s", row["standard"]),
            method=reading.methods[row["method"]],
            faults=row["faults"],
            judged=row["judged"],
            lost=printed(sum(seen.lost for seen in rows), places),
            gain=printed(row["gain"], places),
        )


@dataclass(frozen=True)
class MethodSheet:
    """A method: the standards it judges, the costliest first."""

    line: Line
    standards: tuple[tuple[Title, str, Printed, str], ...]

    @property
    def anchor(self) -> str:
        """The id of the sheet."""
        return anchor("m", self.line.id)


def methods(reading: Reading, tree: Tree) -> Iterator[MethodSheet]:
    """A sheet for every method, those above before those below."""
    below = {id_: leaves for method in reading.framework.methods for id_, leaves in _leaves(method)}
    for line in tree.every_method():
        judged = [
            (standard, parts)
            for _, _, standard in reading.walk()
            if (parts := [part.id for part in standard.parts if part.method in below[line.id]])
        ]
        possible, lost = (
            [sum(reading.nodes["part", part][name] for part in parts) for _, parts in judged]
            for name in ("possible", "lost")
        )
        most = column(line.figures.possible, possible, reading.places)
        paid = column(line.figures.lost, lost, reading.places)
        paid = within(paid, most, Decimal(1).scaleb(-reading.places))
        rows = [
            (standard.title, link("s", standard.id), Printed(*each), percent(_rate(*exactly)))
            for (standard, _), each, exactly in zip(
                judged, zip(most, paid, strict=True), zip(possible, lost, strict=True), strict=True
            )
        ]
        yield MethodSheet(line, tuple(sorted(rows, key=lambda row: -row[2].lost)))


def _leaves(method: Method) -> Iterator[tuple[str, set[str]]]:
    yield method.id, {leaf.id for leaf in method.leaves()}
    for child in method.methods:
        yield from _leaves(child)


def _rate(possible: float, lost: float) -> float | None:
    return (possible - lost) / possible if possible else None


@dataclass(frozen=True)
class Notes:
    """What the report rests on and how to read it: (heading, text)."""

    reading: Reading

    def __iter__(self) -> Iterator[tuple[Title, Title]]:
        """The notes in order."""
        settings = self.reading.framework.settings
        yield word("n_round"), self._sample()
        yield word("n_interval"), self._margins()
        yield word("n_losses"), word("n_losses_text")
        yield word("n_rounding"), word(f"n_rounding_{settings.rounding}", places=settings.places)

    def _sample(self) -> Title:
        seen, onsite = self.reading.judged, self.reading.onsite
        days = sorted(day[:10] for day in seen["observed_at"] if day)
        return word(
            "n_sample",
            **{"from": days[0] if days else "—", "to": days[-1] if days else "—"},
            points=onsite["point"].n_unique(),
            kinds=onsite["point_type"].n_unique(),
            onsite=f"{onsite.height:,}",
            other=f"{seen.height - onsite.height:,}",
        )

    def _margins(self) -> Title:
        resampled = self.reading.source.resampled
        if resampled is None:
            return word("n_no_interval")
        level = f"{resampled.level * 100:g}"
        text = word("n_interval_text", level=level, draws=f"{resampled.totals.shape[1]:,}")
        if all(stratum.frame is None for stratum in resampled.strata):
            return text
        more = word("n_population")
        return Title(zh=text.zh + more.zh, en=f"{text.en} {more.en}")

    @property
    def framework(self) -> Title:
        """The framework by name and edition, with what its authors say of it."""
        framework = self.reading.framework
        title, version, note = framework.title, framework.version, framework.note
        return Title(
            zh=f"{title.zh}（{version}）。{note.said('zh')}",
            en=f"{title.said('en')} ({version}). {note.said('en')}",
        )

    @property
    def basis(self) -> list[tuple[str, str]]:
        """(fact, source) that the framework names."""
        return [(fact.fact, fact.source) for fact in self.reading.framework.basis]

    @property
    def sanctions(self) -> list[tuple[Title, Title, Title, Decimal]]:
        """(area, entry, kind, points) of every decision."""
        entries = {entry.id: entry for entry in self.reading.framework.sanctions}
        below = {self.reading.area, *self.reading.children}
        decisions = self.reading.source.assessment.decisions
        return [
            (
                self.reading.area_title(decision.area),
                entries[decision.sanction].title,
                word(f"kind_{entries[decision.sanction].kind}"),
                printed(entries[decision.sanction].points * decision.times, self.reading.places),
            )
            for decision in decisions
            if decision.area in below
        ]
