"""Whose phones sent what has no place: who may be told of it.

What names nothing that is known here stands nowhere. It is told where its sender's account is kept,
and not to whoever must not know of a round that the sender is on: it may have been sent for that.
What came before there was such a round was not, and stays where it was told.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from chuangcheng.evidence.inspections.queries import secret_from
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person


def told_to(person: Person, right: str) -> Q:
    """Which lost things a person may know of, by their `person` and `received_at`."""
    whole = [held for held in person.holdings if {right, "*"} & held.rights and not held.units]
    return Q(person__in=User.objects.within(whole)) & ~kept_from(person)


def kept_from(person: Person) -> Q:
    """Which lost things may have been sent for rounds that a person must not know of."""
    rounds = secret_from(person).filter(members=OuterRef("person"))
    before = Q(made_at=None) | Q(made_at__lte=OuterRef("received_at"))
    return Q(Exists(rounds.filter(before)))
