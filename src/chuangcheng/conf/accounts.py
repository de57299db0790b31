"""Accounts and roles as the command line makes them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people import actions
from chuangcheng.ground.people.models import Role
from chuangcheng.ground.people.roles import standard_roles
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.rights import of_role
from chuangcheng.ground.scope import System


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
