"""Reading people, roles and grants."""

from __future__ import annotations

from django.db.models import QuerySet

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
