"""How a verb is declared: once, beside its action, with the sentence that people will read.

    @verb("area.rename", zh="把区域{before[title_zh]}改名为{after[title_zh]}", en="…", right=CHANGE)
    def rename(actor: Person, *, area: Area, title: str) -> Outcome[Area]:
        before = area.facts()
        …
        return changed(area, before)

The decorator opens the transaction, checks the right on the outcome, writes exactly one event,
and hands the caller what the outcome carries.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import transaction
from django.db.models import TextChoices

from chuangcheng.ground.audit.actions import Entry, append
from chuangcheng.ground.scope import Person, Place, require
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.words import Words

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")
S = TypeVar("S", bound=Subject)
A = TypeVar("A", bound=Person)

Facts = Mapping[str, Any]
Labels = type[TextChoices] | Mapping[str, Words]


@dataclass(frozen=True)
class Verb:
    """A verb's name, its sentence in both languages, the right it asks for, where it is defined.

    `choices` are the lists from which some of its facts are taken, so that a sentence names them by
    their labels.
    """

    name: str
    words: Words
    right: str | None
    choices: Mapping[str, Labels]
    module: str


VERBS: dict[str, Verb] = {}


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What a verb brought about, and what its event tells.

    `within` says that it happened to something within the thing, which is itself as it was.
    """

    result: T
    kind: str
    key: str
    title: str
    place: Place | None
    before: Facts | None = None
    after: Facts | None = None
    why: str = ""
    within: bool = False

    def giving(self, result: R) -> Outcome[R]:
        """The same outcome, with something else for the caller."""
        return Outcome(**{**vars(self), "result": result})


@dataclass(frozen=True)
class Told:
    """What a follower learns of an event: the kind of thing and its key, empty for many at once.

    `within` says that only something within the thing changed.
    """

    kind: str
    key: str
    within: bool = False


Follower = Callable[[Sequence[Told]], None]
_followers: list[Follower] = []


def follower(follow: Follower) -> Follower:
    """Have a function told of the events of every outermost verb, at its end, in its transaction.

    For what copies from all nouns, such as the search index, and for nothing else: whatever it
    raises undoes the verb.
    """
    _followers.append(follow)
    return follow


def made(subject: S, *, why: str = "", **more: Any) -> Outcome[S]:
    """The outcome of a verb that made a thing; `more` joins its facts."""
    return _of(subject, None, {**subject.facts(), **more}, why)


def changed(subject: S, before: Facts, *, why: str = "", **more: Any) -> Outcome[S]:
    """The outcome of a verb that changed a thing whose facts had been `before`."""
    return _of(subject, before, {**subject.facts(), **more}, why)


def removed(subject: S, before: Facts, *, why: str = "") -> Outcome[S]:
    """The outcome of a verb after which the thing is no more."""
    return _of(subject, before, None, why)


def told(
    result: T, *, kind: str, title: str, facts: Facts, place: Place | None = None, why: str = ""
) -> Outcome[T]:
    """The outcome of a verb on many things at once, told by a summary.

    Without a place the action itself has checked, row by row, what the actor may touch.
    """
    return Outcome(result, kind, "", title, place, after=facts, why=why)


def verb(
    name: str,
    *,
    zh: str,
    en: str,
    right: str | None = None,
    choices: Mapping[str, Labels] | None = None,
) -> Callable[[Callable[Concatenate[A, P], Outcome[T]]], Callable[Concatenate[A, P], T]]:
    """Make a function a verb: atomic, allowed, and recorded by one event.

    The sentences may name `{title}`, `{before[…]}` and `{after[…]}`; the actor comes before them.
    `{after[visits]:visit|visits}` puts the word behind the number that goes with it,
    `{after[item_title]:: “…”}` something around a fact that some events do not hold.
    A fact with `zh` and `en` is told in the reader's language.
    `choices` tells of which facts are codes, one or several parted by commas.
    Raises TypeError when anything but the actor can be given by position,
    ValueError when the name is taken.
    """

    def declare(act: Callable[Concatenate[A, P], Outcome[T]]) -> Callable[Concatenate[A, P], T]:
        _admit(Verb(name, Words(zh, en), right, choices or {}, act.__module__), act)

        @wraps(act)
        def run(actor: A, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with _chapter() as events:
                outcome = act(actor, *args, **kwargs)
                if right is not None:
                    require(actor, right, outcome.place)
                heard = Told(outcome.kind, outcome.key, outcome.within)
                events.append((_entry(name, actor, outcome), heard))
            return outcome.result

        return run

    return declare


def _of(subject: S, before: Facts | None, after: Facts | None, why: str) -> Outcome[S]:
    return Outcome(
        subject, subject.kind, str(subject.pk), str(subject), subject.place(), before, after, why
    )


def _admit(declared: Verb, act: Callable[..., Any]) -> None:
    _, *others = inspect.signature(act).parameters.values()
    if any(parameter.kind is not inspect.Parameter.KEYWORD_ONLY for parameter in others):
        raise TypeError(f"{declared.name}: everything after the actor is keyword-only.")
    if declared.name in VERBS:
        raise ValueError(f"The verb {declared.name} is declared twice.")
    VERBS[declared.name] = declared


def _entry(name: str, actor: Person, outcome: Outcome[Any]) -> Entry:
    place = outcome.place or Place()
    return Entry(
        actor_id=actor.pk,
        actor_name=str(actor),
        verb=name,
        subject_kind=outcome.kind,
        subject_id=outcome.key,
        title=outcome.title[:300],
        why=outcome.why,
        before=outcome.before,
        after=outcome.after,
        area_path=place.area,
        unit_id=place.unit,
    )


Events = list[tuple[Entry, Told]]
_open: ContextVar[Events | None] = ContextVar("events of the outermost verb", default=None)


@contextmanager
def _chapter() -> Iterator[Events]:
    """One transaction; the outermost verb writes the events of all within it at its end.

    The chain's lock is therefore held for the last moment only, and always taken last,
    so that two verbs can wait for each other but never for ever.
    """
    outer = _open.get()
    with transaction.atomic():
        if outer is None:
            events: Events = []
            token = _open.set(events)
            try:
                yield events
            finally:
                _open.reset(token)
            heard = [one for _entry, one in events]
            for follow in _followers:
                follow(heard)
            append([entry for entry, _told in events])
            return
        mark = len(outer)
        try:
            yield outer
        except BaseException:
            # A verb that failed within another took nothing with it, not even its story.
            del outer[mark:]
            raise
