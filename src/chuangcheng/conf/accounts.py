"""Accounts and roles as the command line makes them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people import actions
from chuangcheng.ground.people.models import Role, User
from chuangcheng.ground.people.roles import standard_roles
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.rights import of_role
from chuangcheng.ground.scope import System

#: The login and the name of the first account; its holder changes the name.
FIRST = "office"
_NAME = "创建办"


def first() -> str | None:
    """The temporary password of the first account, made where there is none, for who starts the site."""
    if User.objects.exists():
        return None
    try:
        return make(username=FIRST, name=_NAME, role="office", area="")
    except (IntegrityError, ValidationError):
        # Another host was started on the same empty database, and has told its password.
        if User.objects.filter(username=FIRST).exists():
            return None
        raise


@transaction.atomic
def make(*, username: str, name: str, role: str, area: str) -> str:
    """Make an account that holds a role, all or nothing; gives its temporary password."""
    known = Role.objects.filter(code=role).first()
    if known is None:
        codes = ", ".join(Role.objects.values_list("code", flat=True))
        raise ValidationError(f"There is no role {role}; there are {codes}.")
    where = Area.objects.filter(code__iexact=area).first() if area else None
    if area and where is None:
        raise ValidationError(f"There is no area with the code {area}.")
    system = System()
    issued = actions.create(system, facts=PersonFacts(username=username, name=name, area=where))
    actions.give(system, user=issued.user, role=known, area=where)
    return issued.password


def lay_roles() -> None:
    """Lay out the standard roles when there is something new to lay."""
    offered = {role.code: set(role.offered) for role in Role.objects.all()}
    if any(offered.get(code) != of_role(code) for code in standard_roles()):
        actions.lay_roles(System())
