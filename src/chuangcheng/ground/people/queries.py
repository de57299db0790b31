"""Reading people, roles and grants."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from chuangcheng.ground.people.models import (
    Grant,
    GrantQuerySet,
    Membership,
    Role,
    User,
    UserQuerySet,
)
from chuangcheng.ground.people.rules import CHANGE, GRANT, SEE, holds_all
from chuangcheng.ground.scope import EVERYWHERE, Person

NOBODYS = "none"


def people(person: Person) -> UserQuerySet:
    """The people in scope."""
    return User.objects.for_user(person).select_related("area")


def listed(person: Person) -> UserQuerySet:
    """The people whom a person may look up."""
    return User.objects.with_right(person, SEE).select_related("area")


def changeable(person: Person) -> UserQuerySet:
    """The people whose accounts a person keeps."""
    return User.objects.with_right(person, CHANGE)


def grants(person: Person) -> GrantQuerySet:
    """The grants in scope, withdrawn ones too."""
    return Grant.objects.for_user(person).select_related("user", "role", "area")


def grants_of(user: User) -> GrantQuerySet:
    """All grants of one person, the newest first."""
    rows = user.grants.select_related("role", "area", "user", "delegated_from__user")
    return rows.prefetch_related("units").order_by("withdrawn_at", "-pk")


def lent_by(user: User) -> GrantQuerySet:
    """What others hold today because a person lent it to them, the first to end first."""
    lent = Grant.objects.live().filter(delegated_from__user=user)
    return lent.select_related("user", "role", "area").order_by("ends", "pk")


def ending(person: Person) -> GrantQuerySet:
    """The delegations by a person or to them that end today or tomorrow."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    own = Q(user=person.pk) | Q(delegated_from__user=person.pk)
    soon = Grant.objects.live().exclude(delegated_from=None).filter(own, ends__lte=tomorrow)
    return soon.select_related("user", "role", "delegated_from__user").order_by("ends", "pk")


def deputies(person: Person, grant: Grant) -> UserQuerySet:
    """The people to whom a grant could be lent: they work here, and do not have it already."""
    live = Grant.objects.live()
    idle = live.filter(role__rights=[]).exclude(
        user__in=live.exclude(role__rights=[]).values("user")
    )
    having = live.filter(delegated_from=grant)
    taken = Q(pk=grant.user_id) | Q(pk__in=idle.values("user")) | Q(pk__in=having.values("user"))
    return people(person).filter(is_active=True).exclude(taken)


def memberships_of(user: User) -> QuerySet[Membership]:
    """The units that a person belongs to."""
    return user.memberships.select_related("unit__area")


def roles() -> QuerySet[Role]:
    """All roles."""
    return Role.objects.all()


def givable(person: Person) -> QuerySet[Role]:
    """The roles that a person could give somewhere: those within their own rights."""
    places = {held.area for held in person.holdings if {GRANT, "*"} & held.rights} or {EVERYWHERE}
    allowed = [r.pk for r in roles() if any(holds_all(person, r.rights, p) for p in places)]
    return Role.objects.filter(pk__in=allowed)


def holders(role: str) -> QuerySet[User]:
    """The people who hold a role today, by its key; `none` gives those who hold no role."""
    live = Grant.objects.live()
    if role == NOBODYS:
        return User.objects.exclude(pk__in=live.values("user"))
    return User.objects.filter(pk__in=live.filter(role_id=int(role)).values("user"))


def without_role(person: Person) -> QuerySet[User]:
    """The people of one's own accounts who can do nothing yet."""
    return changeable(person).filter(pk__in=holders(NOBODYS), is_active=True)
