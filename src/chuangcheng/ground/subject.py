"""The base of every model that verbs act upon: it stands somewhere and can tell its facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.http import Http404

from chuangcheng.ground.scope import Person, Place, require

S = TypeVar("S", bound="Subject")


class Subject(models.Model):
    """A row that people can see, act upon and read about in the audit log.

    `kind` names it in events; the values of `hidden` fields are never told, only that they changed.
    """

    kind: ClassVar[str]
    hidden: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def place(self) -> Place:
        """Where it stands, which decides who may see it."""
        raise TypeError(f"{type(self).__name__} does not say where it stands.")

    def facts(self) -> dict[str, Any]:
        """Its columns by name, as an event records them before and after a verb."""
        return {
            field.attname: _told(field.attname in self.hidden, getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if not field.primary_key
        }


def _told(hidden: bool, value: object) -> object:
    # A hidden value still shows whether it is there: that is what an auditor needs to know.
    return ("…" if value else "") if hidden else value


def parted(things: Sequence[S]) -> tuple[list[S], list[S]]:
    """Those that have a key already, to be changed, and those that have none, to be made."""
    old = [thing for thing in things if thing.pk]
    return old, [thing for thing in things if not thing.pk]


def find(rows: models.QuerySet[S], **lookup: Any) -> S:
    """One of the rows in a person's scope, or Http404."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def fetch(rows: models.QuerySet[S], person: Person, right: str, **lookup: Any) -> S:
    """One of the rows in a person's scope.

    Raises Http404 when none is there and PermissionDenied when they lack the right on it.
    """
    found = find(rows, **lookup)
    require(person, right, found)
    return found
