"""What is wrong with an observation, told from what it says and without looking at its neighbours.

Observations that say the same are judged once, however many they are: a *case* is an item, a kind
of point, a method and a result together with the state of the numbers beside them.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from typing import Any

from chuangcheng.engine.framework import Framework, Title
from chuangcheng.engine.plan import compile_plan
from chuangcheng.engine.rules import ABSENT, PASS, UNJUDGED, PerOccurrence, Rule
from chuangcheng.tables import sentences
from chuangcheng.tables.asking import goes_below_zero
from chuangcheng.tables.faults import Sentence
from chuangcheng.tables.words import canonical, plain

Row = Mapping[str, Any]


class State(IntFlag):
    """The state of a row's cells, as bits."""

    COUNT_EMPTY = 1
    COUNT_UNREAD = 2
    COUNT_NEGATIVE = 4
    OF_EMPTY = 8
    OF_UNREAD = 16
    OF_NOT_POSITIVE = 32
    MORE_THAN_ALL = 64
    AREA_EMPTY = 128
    VISIT_EMPTY = 256
    MOMENT_UNREAD = 512
    COUNT_BROKEN = 1024


@dataclass(frozen=True)
class Case:
    """Observations that say the same, as they were written; empty cells are empty text."""

    item: str
    point_type: str
    method: str
    result: str
    state: State


@dataclass(frozen=True)
class Finding:
    """A fault of every row of a case: its column, and the sentence for one such row."""

    column: str
    say: Callable[[Row], Sentence]


class Judge:
    """Knows a framework, and what observations may say under it."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._plan = compile_plan(framework)
        self._items = {item.id: item for item in framework.items}
        self._item_words = _spellings((i.id, i.title) for i in framework.items)
        self._type_words = _spellings((t.id, t.title) for t in framework.point_types)
        self._method_words = _spellings((m.id, m.title) for m in framework.leaf_methods())

    @cached_property
    def _checklists(self) -> dict[str, frozenset[str]]:
        framework = self._framework
        return {kind.id: frozenset(framework.checklist(kind)) for kind in framework.point_types}

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset().union(*self._checklists.values())

    @property
    def answers(self) -> list[str]:
        """The items of which one visit may bring a row for each answer."""
        return [item.id for item in self._items.values() if item.rule.kind == "answers"]

    def canonical(self, case: Case) -> Case:
        """The case in the framework's own words."""
        item = self._item_words.get(case.item, case.item)
        rule = self._items[item].rule if item in self._items else None
        return Case(
            item,
            self.kind(case.point_type),
            self._method_words.get(case.method, case.method),
            _result(rule, case.result),
            case.state,
        )

    def kind(self, word: str) -> str:
        """The id of a kind of point, by its id or title."""
        return self._type_words.get(word, word)

    def findings(self, case: Case) -> list[Finding]:
        """Everything wrong with the rows of a case that is in the framework's own words."""
        found = list(_cell_findings(case))
        if not case.item:
            return found
        if case.item not in self._items:
            unknown = sentences.unknown_item(case.item, nearest(case.item, self._items))
            return [*found, Finding("item", lambda _: unknown)]
        found += self._place_findings(case)
        return [*found, *_rule_findings(case, self._items[case.item].rule)]

    def _place_findings(self, case: Case) -> Iterator[Finding]:
        """What is wrong with the kind of point or the method at which an item was judged."""
        kind = case.point_type
        slot = self._plan.slot_of(case.item, kind)
        checklist = self._checklists.get(kind, frozenset())
        listed = not kind or case.item not in self._asked or case.item in checklist
        if kind and self._checklists and kind not in self._checklists:
            no_type = sentences.unknown_type(kind, nearest(kind, self._type_words))
            yield Finding("point_type", lambda _: no_type)
        elif slot < 0 or not listed:
            not_asked = sentences.not_asked(case.item, kind)
            yield Finding("item" if kind else "point_type", lambda _: not_asked)
        methods = self._methods_of(case.item) if slot < 0 else {self._method_at(slot)}
        if case.method and case.method not in methods:
            other = sentences.other_method(case.item, case.method, " / ".join(sorted(methods)))
            yield Finding("method", lambda _: other)

    def _method_at(self, slot: int) -> str:
        return self._plan.parts[self._plan.slots[slot].part].method

    def _methods_of(self, item: str) -> set[str]:
        slots = enumerate(self._plan.slots)
        return {self._method_at(number) for number, slot in slots if slot.item.id == item}


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, "" when none is alike."""
    by_plain = {plain(other): other for other in known}
    close = difflib.get_close_matches(plain(word), by_plain, n=1, cutoff=0.7)
    return by_plain[close[0]] if close else ""


def _spellings(named: Iterable[tuple[str, Title]]) -> dict[str, str]:
    """Each id by itself and by any title that only one of them has."""
    entries = list(named)
    titles = [text for _, title in entries for text in {title.zh, title.en} if text]
    single = {text for text in titles if titles.count(text) == 1}
    words = {text: id_ for id_, title in entries for text in {title.zh, title.en} & single}
    return words | {id_: id_ for id_, _ in entries}


def _result(rule: Rule | None, result: str) -> str:
    if not result or (rule is not None and result in rule.results()):
        return result
    return canonical("results").get(plain(result), result)


def _cell_findings(case: Case) -> Iterator[Finding]:
    """What is wrong whatever the framework says."""
    state = case.state
    if State.AREA_EMPTY in state:
        yield Finding("area", lambda _: sentences.no_value())
    if not case.item:
        yield Finding("item", lambda _: sentences.no_value())
    if State.VISIT_EMPTY in state and case.result != ABSENT:
        yield Finding("visit", lambda _: sentences.no_value())
    if State.COUNT_UNREAD in state:
        yield Finding("count", lambda row: sentences.not_a_number(row["count?"]))
    if State.OF_UNREAD in state:
        yield Finding("of", lambda row: sentences.not_a_number(row["of?"]))
    if State.OF_NOT_POSITIVE in state:
        yield Finding("of", lambda row: sentences.not_positive(f"{row['of']:g}"))
    if State.MOMENT_UNREAD in state:
        yield Finding("observed_at", lambda row: sentences.not_a_date(row["observed_at?"]))


def _rule_findings(case: Case, rule: Rule) -> Iterator[Finding]:
    """What is wrong by the rule of the item."""
    state = case.state
    if State.COUNT_NEGATIVE in state and not goes_below_zero(rule):
        yield Finding("count", lambda row: sentences.negative(f"{row['count']:g}"))
    if State.COUNT_BROKEN in state and isinstance(rule, PerOccurrence):
        yield Finding("count", lambda row: sentences.not_whole(f"{row['count']:g}"))
    if State.MORE_THAN_ALL in state:
        yield Finding(
            "count", lambda row: sentences.more_than_all(f"{row['count']:g}", f"{row['of']:g}")
        )
    if not _knows(rule, case):
        unknown = sentences.unknown_result(case.item, case.result, rule.results())
        empty = sentences.no_value()
        yield Finding("result", lambda _: unknown if case.result else empty)
    for column in _unfilled(rule, case):
        yield Finding(column, lambda _: sentences.wants_number(case.item))


def _knows(rule: Rule, case: Case) -> bool:
    """Whether the result says something; beside a number that decides it may be left out."""
    if case.result:
        return case.result in rule.results()
    return State.COUNT_EMPTY not in case.state and ("count" in rule.needs() or rule.deducts)


def _unfilled(rule: Rule, case: Case) -> Iterator[str]:
    """The numbers that the rule goes by and the case does not have."""
    if case.result in UNJUDGED or (not case.result and State.COUNT_EMPTY in case.state):
        return
    empty = {"count": State.COUNT_EMPTY in case.state, "of": State.OF_EMPTY in case.state}
    if case.result == PASS and empty["count"]:
        return
    yield from (name for name in rule.needs() if empty[name])
