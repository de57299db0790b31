"""The flow of problems: states, and the steps that lead from one to another. Pure: no database.

A flow is data that a campaign keeps; here is only what makes sense of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from chuangcheng.ground.words import Words

Ticking = Literal["off", "runs", "stands"]
#: Where a step leads when it names no state: nowhere, or to where the problem came from.
SAME, BACK = "same", "back"
NEEDS = frozenset({"note", "photograph", "unit"})
#: The verbs that the software knows; a flow says in which states each can be used.
VERBS = (
    "verify", "dismiss", "file", "dispatch", "sign", "return", "dispute", "arbitrate", "rectify",
    "recheck", "ask-extension", "grant", "refuse", "suspend", "resume", "meet-stage", "share",
    "contribute", "urge", "respond", "see-again", "reopen", "withdraw", "restore",
)  # fmt: skip
#: What the site does by itself when a round is followed.
BY_ITSELF = frozenset({"see-again", "reopen", "withdraw", "restore"})
#: The step back to the end at which a problem was before it was opened again; its outcome says which.
RESTORE = "restore"
#: What a verb finds: wherever it can be used, each leads somewhere.
FINDINGS: Mapping[str, tuple[str, ...]] = {"recheck": ("met", "unmet")}


@dataclass(frozen=True)
class State:
    """Where a problem can be: whether it is open there, and what its clock does."""

    code: str
    title: Words
    open: bool
    clock: Ticking


@dataclass(frozen=True)
class Source:
    """Where problems come from, and the state in which they begin."""

    code: str
    title: Words
    begins: str


@dataclass(frozen=True)
class Step:
    """A verb with one of its outcomes: from which states, and to which.

    One that is `aside` leads off the way, such as a dispute: it is never the main thing to do.
    `told` is what a history says of it once it was taken, the title where a flow says nothing else.
    """

    verb: str
    title: Words
    sources: tuple[str, ...]
    to: str
    outcome: str = ""
    needs: frozenset[str] = frozenset()
    aside: bool = False
    told: Words | None = None

    @property
    def taken(self) -> Words:
        """The step in words, as something that has happened."""
        return self.told or self.title


class ImpossibleError(LookupError):
    """The flow knows no such step from this state."""


@dataclass(frozen=True)
class Flow:
    """States by code, steps in order, sources by code, and the days within which one rebounds."""

    states: Mapping[str, State]
    sources: Mapping[str, Source]
    steps: tuple[Step, ...]
    rebound_days: int

    @classmethod
    def of(cls, document: Mapping[str, Any], *, kept: bool = False) -> Flow:
        """The flow that plain values describe; one that is `kept` may be from before `gaps` counted.

        Raises ValueError with every fault, a sentence a line, where they describe none.
        """
        if missing := [key for key in ("states", "sources", "steps") if not document.get(key)]:
            raise ValueError("\n".join(f"the flow has no {key}" for key in missing))
        flow = cls(
            {code: _state(code, said) for code, said in document["states"].items()},
            {code: _source(code, said) for code, said in document["sources"].items()},
            tuple(_step(said) for said in document["steps"]),
            int(document.get("rebound_days", 0)),
        )
        if found := list(flow.breaks() if kept else flow.faults()):
            raise ValueError("\n".join(found))
        return flow

    @cached_property
    def open_states(self) -> frozenset[str]:
        """The states in which a problem is open."""
        return frozenset(code for code, state in self.states.items() if state.open)

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """The ends to which nothing leads but that no sighting holds, and which can be left again."""
        by_people = {step.to for step in self.steps if step.verb not in BY_ITSELF}
        left = {code for step in self.steps if step.verb == "reopen" for code in step.sources}
        return frozenset(s.to for s in self.steps if s.verb == "withdraw") & left - by_people

    def step(self, verb: str, state: str, outcome: str = "") -> Step:
        """The step that a verb takes from a state. Raises ImpossibleError where there is none."""
        for step in self.steps:
            if step.verb == verb and step.outcome == outcome and state in step.sources:
                return step
        raise ImpossibleError(f"{verb} leads nowhere from {state}")

    def offered(self, state: str) -> list[str]:
        """The verbs that people can use in a state, in the order of the flow, each once.

        What leads aside comes after all that leads on, and what can only end a problem comes last.
        """
        found = [s for s in self.steps if state in s.sources and s.verb not in BY_ITSELF]
        on = {s.verb for s in found if s.to in {SAME, BACK, *self.open_states}}
        off = self.aside(state)
        verbs = dict.fromkeys(s.verb for s in found)
        return sorted(verbs, key=lambda verb: (verb not in on, verb in off))

    def aside(self, state: str) -> frozenset[str]:
        """The verbs that lead off the way from a state."""
        return frozenset(s.verb for s in self.steps if s.aside and state in s.sources)

    def target(self, step: Step, state: str, came_from: str) -> str:
        """The state that a step leads to."""
        if step.to == SAME:
            return state
        return came_from if step.to == BACK else step.to

    def faults(self) -> Iterator[str]:
        """Everything that keeps the flow from being set, in sentences."""
        yield from self.breaks()
        yield from self.gaps()

    def gaps(self) -> Iterator[str]:
        """The findings that lead nowhere from where they can be made, in sentences."""
        for verb, wanted in FINDINGS.items():
            mine = [step for step in self.steps if step.verb == verb]
            for code in dict.fromkeys(code for step in mine for code in step.sources):
                there = {step.outcome for step in mine if code in step.sources}
                for outcome in sorted({*wanted} - there):
                    yield (
                        f"{verb} from {code} leads nowhere when it finds the item {outcome}: "
                        f"give it a step with outcome: {outcome}"
                    )

    def breaks(self) -> Iterator[str]:
        """Everything that keeps the flow from holding together, in sentences."""
        for source in self.sources.values():
            if source.begins not in self.states:
                yield f"source {source.code} begins in {source.begins}, which is no state"
        for step in self.steps:
            yield from self._step_faults(step)
        if not any(not state.open for state in self.states.values()):
            yield "the flow has no end: give one state open: false"
        for code in sorted(self.open_states & self.reachable() - self.ending()):
            yield f"from {code} there is no way to an end"

    def _step_faults(self, step: Step) -> Iterator[str]:
        if step.verb not in VERBS:
            yield f"no verb is called {step.verb}; there are {', '.join(VERBS)}"
        for code in step.sources:
            if code not in self.states:
                yield f"{step.verb} starts from {code}, which is no state"
        if step.to not in {*self.states, SAME, BACK}:
            yield f"{step.verb} leads to {step.to}, which is no state"
        if step.verb == RESTORE and step.outcome != step.to:
            yield f"restore leads to {step.to}; its outcome is to be the same"
        for need in sorted(step.needs - NEEDS):
            yield f"{step.verb} needs {need}; a step can need {', '.join(sorted(NEEDS))}"

    def reachable(self) -> set[str]:
        """The states that a problem can come to."""
        return _spread({s.begins for s in self.sources.values()}, self._edges())

    def ending(self) -> set[str]:
        """The states from which there is a way to an end."""
        ends = {code for code, state in self.states.items() if not state.open}
        return _spread(ends, [(to, source) for source, to in self._edges()])

    def _edges(self) -> list[tuple[str, str]]:
        """Every move; one that leads back leads to whatever led there.

        Left out is what takes a move back: it leads nowhere that others have not led before.
        """
        plain = [(s, step.to) for step in self.steps if step.verb != RESTORE for s in step.sources]
        moves = [(source, to) for source, to in plain if to not in {SAME, BACK}]
        back = [(state, source) for state, to in plain if to == BACK
                for source, there in moves if there == state]  # fmt: skip
        return [*moves, *back]


def replayed(flow: Flow, begins: str, taken: Iterable[tuple[str, str]]) -> str:
    """The state to which verbs with their outcomes lead, one after the other.

    Raises ImpossibleError at the first that the flow does not allow.
    """
    state, came_from = begins, begins
    for verb, outcome in taken:
        step = flow.step(verb, state, outcome)
        now = flow.target(step, state, came_from)
        if now != state:
            state, came_from = now, state
    return state


def _spread(start: set[str], edges: Sequence[tuple[str, str]]) -> set[str]:
    seen = set(start)
    waiting = list(start)
    while waiting:
        at = waiting.pop()
        found = {to for source, to in edges if source == at} - seen
        seen |= found
        waiting += found
    return seen


def words(said: Any) -> Words:  # noqa: ANN401  # as the document has it
    """A title in both languages; one text is Chinese."""
    if isinstance(said, Mapping) and said.get("zh"):
        return Words(str(said["zh"]), str(said.get("en", "")))
    if isinstance(said, str) and said:
        return Words(said, "")
    raise ValueError(f"{said!r} is no title; write {{zh: …, en: …}}")


def _state(code: str, said: Mapping[str, Any]) -> State:
    clock = str(said.get("clock", "off"))
    if clock not in get_args(Ticking):
        raise ValueError(f"the clock of {code} is {clock}; it can be off, runs or stands")
    return State(code, words(said.get("title")), bool(said.get("open", True)), clock)  # type: ignore[arg-type]  # looked up above


def _source(code: str, said: Mapping[str, Any]) -> Source:
    return Source(code, words(said.get("title")), str(said.get("begins", "")))


def _step(said: Mapping[str, Any]) -> Step:
    return Step(
        verb=str(said.get("verb", "")),
        title=words(said.get("title")),
        sources=tuple(said.get("from", ())),
        to=str(said.get("to", "")),
        outcome=str(said.get("outcome", "")),
        needs=frozenset(said.get("needs", ())),
        aside=bool(said.get("aside", False)),
        told=words(said["told"]) if said.get("told") else None,
    )
