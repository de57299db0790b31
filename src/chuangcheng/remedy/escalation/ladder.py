"""A ladder read from its document, and which of its rungs a problem has reached. No database."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, get_args

from django.utils.translation import override

from chuangcheng.ground.words import Words
from chuangcheng.lib.working import Limit, Unit, WorkCalendar
from chuangcheng.library import escalation

Side = Literal["before", "after"]
About = Literal["problem", "unit"]
Colour = Literal["red", "black"]
#: Whom a rung can go to besides the holders of a role.
UNIT, HEAD = "unit", "head"
#: What the words of a rung may name.
NAMES = frozenset({"title", "number", "place", "due", "unit", "count", "week", "rate"})
_NAMED = re.compile(r"\{(\w*)\}")
#: No holiday is longer: within so many days more every limit has run.
_LONGEST_REST = timedelta(days=14)


@dataclass(frozen=True)
class Timed:
    """So long before or after the time limit of a problem."""

    side: Side
    limit: Limit


@dataclass(frozen=True)
class Counted:
    """Another rung, taken so many times for one unit within so many natural days."""

    codes: tuple[str, ...]
    count: int
    within: timedelta


@dataclass(frozen=True)
class Listed:
    """The weekly red or black list, stood on for at least so many weeks running."""

    colour: Colour
    running: int


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: what it is about, when it is taken, whom it goes to, its words."""

    code: str
    title: Words
    about: About
    when: Timed | Counted | Listed
    to: tuple[str, ...]
    words: Words
    severities: frozenset[str] = frozenset()
    letter: bool = False

    def says(self, **named: object) -> Words:
        """Its words with what they name put in, each in the language of the words."""
        zh, en = self.words.zh, self.words.en
        return Words(_filled(zh, named, "zh-hans"), _filled(en, named, "en"))


@dataclass(frozen=True)
class Ladder:
    """All rungs, from the lowest up, and the posts by which the head of a unit is known."""

    rungs: tuple[Rung, ...]
    heads: tuple[str, ...]

    def rung(self, code: str) -> Rung | None:
        """The rung of a code."""
        return next((rung for rung in self.rungs if rung.code == code), None)

    @property
    def of_units(self) -> list[Rung]:
        """The rungs about units, in order."""
        return [rung for rung in self.rungs if rung.about == "unit"]

    def listed(self, colour: str) -> dict[int, Rung]:
        """What follows on a list, by how many weeks running it takes."""
        return {
            rung.when.running: rung
            for rung in self.rungs
            if isinstance(rung.when, Listed) and rung.when.colour == colour
        }

    def timed(self, side: Side, severity: str) -> list[tuple[Rung, Limit]]:
        """The rungs on one side of the time limit that hold for a severity, in order."""
        return [
            (rung, rung.when.limit)
            for rung in self.rungs
            if isinstance(rung.when, Timed)
            and rung.when.side == side
            and (not rung.severities or severity in rung.severities)
        ]

    def horizon(self) -> timedelta:
        """How long before a time limit the first rung can be due, holidays included."""
        before = [
            r.when.limit.amount
            for r in self.rungs
            if isinstance(r.when, Timed) and r.when.side == "before"
        ]
        return _LONGEST_REST + timedelta(days=2 * max(before, default=0))


def due_rungs(
    ladder: Ladder, severity: str, due: datetime, now: datetime, calendar: WorkCalendar
) -> list[Rung]:
    """The rungs that a problem due at a moment has reached by now, the highest last.

    While its time runs those are reminders; once it has run out they are what comes after.
    """
    if now < due:
        return [
            rung
            for rung, limit in ladder.timed("before", severity)
            if calendar.remaining(now, due, limit.unit) <= limit.amount
        ]
    reached = [
        (calendar.add(due, limit), n, rung)
        for n, (rung, limit) in enumerate(ladder.timed("after", severity))
    ]
    return [rung for at, _n, rung in sorted(reached, key=lambda one: one[:2]) if at <= now]


def read(document: Mapping[str, Any]) -> Ladder:
    """The ladder of a document. Raises ValueError with every fault, a sentence a line."""
    rows = document.get("rungs") or []
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError("rungs: write a list of rungs")
    faults = list(_faults(rows))
    if faults:
        raise ValueError("\n".join(faults))
    heads = tuple(str(post) for post in document.get("heads") or ())
    return Ladder(tuple(_rung(row) for row in rows), heads)


@lru_cache(1)
def default() -> Ladder:
    """The ladder that ships."""
    return read(escalation.ladder())


def _rung(row: Mapping[str, Any]) -> Rung:
    when = row["when"]
    return Rung(
        code=row["code"],
        title=_words(row["title"]),
        about=row["about"],
        when=_timed(when) or _listed(when) or _counted(when),
        to=tuple(row["to"]),
        words=_words(row["words"]),
        severities=frozenset(row.get("severities") or ()),
        letter=bool(row.get("letter")),
    )


def _timed(when: Mapping[str, Any]) -> Timed | None:
    for side in get_args(Side):
        if side in when:
            return Timed(side, Limit(when[side]["amount"], when[side]["unit"]))
    return None


def _listed(when: Mapping[str, Any]) -> Listed | None:
    return Listed(when["listed"], when["running"]) if "listed" in when else None


def _counted(when: Mapping[str, Any]) -> Counted:
    return Counted(tuple(when["taken"]), when["count"], timedelta(days=when["within"]))


def _words(said: Mapping[str, str]) -> Words:
    return Words(said["zh"], said.get("en") or "")


def _faults(rows: list[Mapping[str, Any]]) -> Iterator[str]:
    if not rows:
        yield "the ladder has no rungs"
    below: set[str] = set()
    for number, row in enumerate(rows, 1):
        code = row.get("code")
        named = f"rung {number}{f' ({code})' if code else ''}"
        yield from (f"{named}: {fault}" for fault in _rung_faults(row, below))
        below.add(str(code))


def _rung_faults(row: Mapping[str, Any], below: set[str]) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", str(row.get("code", ""))):
        yield "the code is missing; write small letters, digits and hyphens"
    elif row["code"] in below:
        yield "another rung has the same code"
    for key in ("title", "words"):
        yield from _words_faults(key, row.get(key))
    if not _is_texts(row.get("to")):
        yield f"to: write a list of {UNIT}, {HEAD} or codes of roles"
    if not _is_texts(row.get("severities", ["any"])):
        yield "severities: write a list of codes"
    yield from _when_faults(row.get("about"), row.get("when"), below)


def _words_faults(key: str, said: object) -> Iterator[str]:
    if not isinstance(said, Mapping) or not isinstance(said.get("zh"), str) or not said["zh"]:
        yield f"{key}: write {{zh: …, en: …}}"
        return
    texts = (said["zh"], said.get("en") or "")
    if unknown := {name for text in texts for name in _NAMED.findall(text)} - NAMES:
        yield f"{key}: {', '.join(sorted(unknown))} cannot be named; {', '.join(sorted(NAMES))} can"


def _when_faults(about: object, when: object, below: set[str]) -> Iterator[str]:
    if about not in get_args(About) or not isinstance(when, Mapping):
        yield "write about: problem or unit, and when"
    elif about == "problem":
        sides = [side for side in get_args(Side) if side in when]
        if len(sides) != 1 or not _is_limit(when[sides[0]]):
            units = ", ".join(get_args(Unit))
            yield f"when: write before or after, with an amount and a unit ({units})"
    elif "listed" in when:
        if when["listed"] not in get_args(Colour) or not _is_number(when.get("running"), 1):
            yield "when: listed is red or black, and running a whole number of at least 1"
    elif not _is_texts(when.get("taken")) or set(when["taken"]) - below:
        yield "when: taken lists the codes of rungs below this one"
    elif not _is_number(when.get("count"), 1) or not _is_number(when.get("within"), 1):
        yield "when: count and within are whole numbers of at least 1"


def _is_limit(said: object) -> bool:
    if not isinstance(said, Mapping):
        return False
    return _is_number(said.get("amount"), 0) and said.get("unit") in get_args(Unit)


def _is_number(said: object, least: int) -> bool:
    return isinstance(said, int) and not isinstance(said, bool) and said >= least


def _is_texts(said: object) -> bool:
    return isinstance(said, list) and bool(said) and all(isinstance(one, str) for one in said)


def _filled(text: str, named: Mapping[str, object], language: str) -> str:
    # Not str.format: an uploaded text must not reach into what it names.
    with override(language):
        return _NAMED.sub(lambda found: str(named.get(found[1], "")), text)
