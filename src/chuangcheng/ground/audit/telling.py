"""Events in words: who acted, what they did, and what changed by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.audit.verbs import VERBS, Labels
from chuangcheng.ground.scope import Person, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.words import Words, listed

#: What acts by itself, by the name that stands in the log.
_ACTORS = {
    "chuangcheng": Words("系统", "System"),
    "sample": Words("示例数据", "Sample data"),
}


def actor(event: Event) -> str:
    """Who did it: a person by name, the site itself in words."""
    return called(event.actor_id, event.actor_name)


def called(pk: int | None, name: str) -> str:
    """An actor by the key and the name that were noted when they acted."""
    return str(_ACTORS.get(name, name)) if pk is None else name


def sentence(event: Event, language: str | None = None) -> str:
    """What happened, in words, after the actor's name."""
    known = VERBS.get(event.verb)
    if known is None:
        return f"{event.verb} {event.title}"
    with override(language or get_language()):
        words = known.words.pick(get_language() or "")
        before, after = (
            _Facts(facts or {}, known.choices) for facts in (event.before, event.after)
        )
        return words.format(title=event.title, before=before, after=after)


@dataclass(frozen=True)
class Change:
    """One field of an event, before and after, in words."""

    field: str
    before: str
    after: str


def changes(person: Person, event: Event) -> list[Change]:
    """The fields that differ and that people know by a name, in the order of the subject."""
    before, after = event.before or {}, event.after or {}
    found = []
    for name in {**before, **after}:
        column = _column(event.subject_kind, name)
        words = _words(column, name)
        if words and before.get(name) != after.get(name):
            sides = (_shown(person, event, column, name, facts) for facts in (before, after))
            found.append(Change(words, *sides))
    return found


class _Told(str):
    """A fact in a sentence. `{after[visits]:visit|visits}` adds the word that goes by the number.

    `{after[item_title]:: “…”}` puts something around it, and nothing where nothing was recorded.
    """

    __slots__ = ()

    def __format__(self, forms: str) -> str:
        if "…" in forms:
            return forms.replace("…", self) if self else ""
        if not forms:
            return str(self)
        one, _bar, many = forms.partition("|")
        return f"{self} {one if self == '1' else many}"


class _Facts(dict[str, Any]):
    """Facts in a sentence, their codes by labels; one that was not recorded prints as nothing."""

    def __init__(self, facts: Mapping[str, Any], choices: Mapping[str, Labels]) -> None:
        super().__init__((name, _plain(value, choices.get(name))) for name, value in facts.items())

    def __getitem__(self, name: str) -> _Told:
        return _Told(self.get(name, ""))


def _plain(value: object, known: Labels | None = None) -> str:  # noqa: PLR0911  # one for each kind
    """A fact as people write it; with labels, one code or several parted by commas."""
    match value:
        case None:
            return ""
        case bool():
            return _("是") if value else _("否")
        case list():
            return listed(_plain(part, known) for part in value) or _("无")
        case {"zh": str(zh), "en": str(en), **others} if not others:
            return str(Words(zh, en))
        case dict():
            return listed(f"{key} {_plain(part)}" for key, part in value.items())
    if known is None:
        return _moment(str(value))
    labels = _labels(known)
    return listed(labels.get(code, code) for code in str(value).split(", "))


def _moment(text: str) -> str:
    """A moment as pages show it, where the text is one."""
    if len(text) < len("2026-01-01T00:00:00") or "T" not in text:
        return text
    try:
        return timezone.localtime(datetime.fromisoformat(text)).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def _labels(known: Labels) -> dict[str, str]:
    pairs: Iterable[tuple[Any, Any]] = (
        known.items() if isinstance(known, Mapping) else known.choices
    )
    return {str(value): str(label) for value, label in pairs}


def _shown(
    person: Person,
    event: Event,
    column: Field[Any, Any] | None,
    name: str,
    facts: Mapping[str, Any],
) -> str:
    """One side of a change, as much of it as the reader may know."""
    value, verb = facts.get(name), VERBS.get(event.verb)
    if value in (None, "", []):
        return "—"
    if isinstance(column, ForeignKey):
        return str(_seen(person, column.related_model).filter(pk=value).first() or "—")
    things = _pointed_at(column, name)
    if things is not None and isinstance(value, list):
        return _things(person, things, value)
    if column is not None and column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    return _plain(value, verb.choices.get(name) if verb else None)


def _things(person: Person, model: type[Model], told: Sequence[object]) -> str:
    """What keys point at, where it is still there and in scope; codes stand for themselves."""
    keys = [key for key in told if isinstance(key, int)]
    found = _seen(person, model).in_bulk(keys)
    known = [str(found.get(key, key)) for key in told if key in found or key not in keys]
    return listed(known if len(known) == len(told) else [*known, "—"])


def _seen(person: Person, model: type[Model]) -> QuerySet[Model]:
    """The rows of a model of which the reader may know."""
    rows = model._default_manager.all()
    return rows.for_user(person) if isinstance(rows, ScopedQuerySet) else rows


def _pointed_at(column: Field[Any, Any] | None, name: str) -> type[Model] | None:
    """Of what a fact holds the keys."""
    if isinstance(column, ManyToManyField):
        return column.related_model
    known = _names().get(name)
    return apps.get_model(known.of) if known and known.of else None


def _words(column: Field[Any, Any] | None, name: str) -> str:
    """What forms call a fact; nothing where it is for the machine."""
    if column is not None and not str(column.verbose_name).isascii():
        return str(column.verbose_name)
    known = _names().get(name)
    return str(known.words) if known else ""


def _column(kind: str, name: str) -> Field[Any, Any] | None:
    model = _models().get(kind)
    try:
        column = model._meta.get_field(name.removesuffix("_id")) if model else None
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, Field) and column.attname == name else None


@cache
def _models() -> dict[str, type[Subject]]:
    return {model.kind: model for model in apps.get_models() if issubclass(model, Subject)}


@dataclass(frozen=True)
class _Name:
    """What people call a fact, and of which model it holds keys, if of any."""

    words: Words
    of: str


@cache
def _names() -> dict[str, _Name]:
    text = files(__package__).joinpath("data/facts.yaml").read_text(encoding="utf-8")
    return {
        name: _Name(Words(told["zh"], told["en"]), told.get("of", ""))
        for name, told in yaml.safe_load(text).items()
    }
