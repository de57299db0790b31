"""A procedure read from its document: flow, categories, severities and time limits. No database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, get_args

from chuangcheng.ground.words import NOTHING, Words
from chuangcheng.lib.digits import integer
from chuangcheng.lib.working import Limit, Unit
from chuangcheng.library import categories, deadlines, flows
from chuangcheng.remedy.problems.clock import Clock, Stage
from chuangcheng.remedy.problems.flow import RESTORE, Flow, Step, words


@dataclass(frozen=True)
class Category:
    """A category, or a class within one: its code is then that of the category, a dot, its own."""

    code: str
    title: Words
    words: tuple[str, ...]


@dataclass(frozen=True)
class Procedures:
    """How the problems of a campaign are handled."""

    flow: Flow
    categories: tuple[Category, ...]
    severities: Mapping[str, Words]
    limits: Mapping[tuple[str, str], tuple[Stage, ...]]

    def title(self, code: str) -> Words:
        """The title of a category or class; nothing where it is unknown."""
        return next((known.title for known in self.categories if known.code == code), NOTHING)

    def category_of(self, text: str) -> str:
        """The first category or class of which a word stands in a text, else the last category.

        A class goes before its category, whichever comes first in the list.
        """
        found = [known.code for known in self.categories if any(w in text for w in known.words)]
        if not found:
            return self.mains[-1].code
        main = found[0].partition(".")[0]
        return next((code for code in found if code.startswith(f"{main}.")), main)

    @property
    def mains(self) -> list[Category]:
        """The categories without their classes."""
        return [known for known in self.categories if "." not in known.code]

    def clock(self, category: str, severity: str) -> Clock:
        """The time limits of a problem: those of its class, else its category, else of all.

        Where there is a row for its severity and one for any, the shorter holds.
        """
        subjects = (category, category.partition(".")[0], "")
        keys = [[(subject, how) for subject in subjects] for how in (severity, "")]
        found = [next((self.limits[key] for key in row if key in self.limits), ()) for row in keys]
        return Clock(min((stages for stages in found if stages), key=_length, default=()))


#: How limits of different units compare: an hour, a day of eight, and five days of seven.
_HOURS: Mapping[str, float] = {"working hours": 1, "working days": 8, "natural days": 8 * 5 / 7}


def _length(stages: tuple[Stage, ...]) -> float:
    return max(stage.limit.amount * _HOURS[stage.limit.unit] for stage in stages)


def shipped(flow: str = flows.DEFAULT) -> dict[str, Any]:
    """The document that a campaign starts from."""
    table = categories.table()
    rows = [
        {key: row[key] for key in deadlines.COLUMNS} | {"amount": int(row["amount"])}
        for row in deadlines.rows()
    ]
    return {"flow": flows.flow(flow), **table, "deadlines": rows}


def read(document: Mapping[str, Any], *, kept: bool = False) -> Procedures:
    """The procedures of a document. Raises ValueError with every fault, a sentence a line.

    One that is `kept` goes on to be read although more is asked of those that are set today.
    """
    faults: list[str] = []
    flow = _flow(document, faults, kept=kept)
    known = list(_categories(document, faults))
    severities = {str(s["code"]): words(s["title"]) for s in document.get("severities", ())}
    codes = {category.code for category in known}
    limits = _limits(document, codes, set(severities), faults)
    if not known:
        faults.append("the procedure has no categories")
    if not severities:
        faults.append("the procedure has no severities")
    if flow is None or faults:
        raise ValueError("\n".join(faults))
    return Procedures(flow, tuple(known), severities, limits)


def _flow(document: Mapping[str, Any], faults: list[str], *, kept: bool) -> Flow | None:
    try:
        flow = Flow.of(document.get("flow", {}), kept=kept)
    except (ValueError, AttributeError, TypeError) as error:
        faults.extend(str(error).splitlines())
        return None
    return replace(flow, steps=(*flow.steps, *_ways_back(flow)))


def _ways_back(flow: Flow) -> Iterator[Step]:
    """The steps by which corrections take problems back, where a flow does not have them.

    Campaigns keep flows that were made before there were such steps. In them every problem that
    was opened again can go back to the end from which it was, under the title that ships.
    """
    like = next(s for s in Flow.of(flows.flow()).steps if s.verb == RESTORE)
    there = {(s.outcome, code) for s in flow.steps if s.verb == RESTORE for code in s.sources}
    ends = dict.fromkeys(code for s in flow.steps if s.verb == "reopen" for code in s.sources)
    for end in ends:
        if sources := tuple(code for code in flow.states if (end, code) not in there):
            yield replace(like, sources=sources, to=end, outcome=end)


def _categories(document: Mapping[str, Any], faults: list[str]) -> Iterator[Category]:
    seen: set[str] = set()
    for said in document.get("categories", ()):
        for code, one in [(str(said["code"]), said), *_classes(said)]:
            if code in seen:
                faults.append(f"the category {code} is there twice")
            seen.add(code)
            yield Category(code, words(one.get("title")), tuple(one.get("words", ())))


def _classes(said: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(f"{said['code']}.{one['code']}", one) for one in said.get("classes", ())]


def _limits(
    document: Mapping[str, Any], codes: set[str], severities: set[str], faults: list[str]
) -> dict[tuple[str, str], tuple[Stage, ...]]:
    found: dict[tuple[str, str], tuple[Stage, ...]] = {}
    for row in document.get("deadlines", ()):
        subject, severity = str(row.get("subject", "")), str(row.get("severity", ""))
        wrong = list(_limit_faults(row, codes, severities))
        faults += wrong
        if not wrong:
            limit = Limit(int(row["amount"]), row["unit"])
            title = Words(str(row.get("zh", "")), str(row.get("en", "")))
            stage = Stage(str(row.get("stage", "")) or "whole", title, limit)
            found[subject, severity] = (*found.get((subject, severity), ()), stage)
    return found


def _limit_faults(row: Mapping[str, Any], codes: set[str], severities: set[str]) -> Iterator[str]:
    named = f"the time limit of {row.get('subject') or 'all others'}"
    if row.get("subject") and row["subject"] not in codes:
        yield f"{named}: there is no such category"
    if row.get("severity") and row["severity"] not in severities:
        yield f"{named}: there is no severity {row['severity']}"
    if row.get("unit") not in get_args(Unit):
        yield f"{named}: the unit is {row.get('unit')}; it can be {', '.join(get_args(Unit))}"
    if integer(str(row.get("amount", ""))) is None:
        yield f"{named}: the amount is {row.get('amount')}; write a whole number"


@lru_cache(1)
def default() -> Procedures:
    """The procedures that ship."""
    return read(shipped())
