"""Whose phones sent what has no place: who may be told of it.

What names nothing that is known here stands nowhere. It is told where its sender's account is kept,
and not to whoever must not know of a round that the sender is on: it may have been sent for that.
"""

from __future__ import annotations

from django.db.models import QuerySet

from chuangcheng.evidence.inspections.queries import secret_from
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person


def senders(person: Person, right: str) -> QuerySet[User]:
    """The people of whose lost things a person may know."""
    whole = [held for held in person.holdings if {right, "*"} & held.rights and not held.units]
    hidden = on_secret_rounds(person).values("pk")
    return User.objects.within(whole).exclude(pk__in=hidden)


def on_secret_rounds(person: Person) -> QuerySet[User]:
    """The people who are on rounds that a person must not know of."""
    return User.objects.filter(rounds__in=secret_from(person))
