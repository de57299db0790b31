"""What must hold of people and grants, and what it takes to see and change them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import Grant, Role, User
from chuangcheng.ground.rights import RIGHTS, right
from chuangcheng.ground.scope import EVERYWHERE, Person
from chuangcheng.ground.words import listed

SEE = right("people.see", zh="查看人员", en="See people", roles=("office", "supervisor", "leader"))
CHANGE = right("people.change", zh="维护人员账号", en="Keep people's accounts", roles=("office",))
GRANT = right("people.grant", zh="授予角色", en="Give roles", roles=("office",))
ROLES = right("people.roles", zh="设定角色的权限", en="Set what roles may do", roles=("office",))


@dataclass(frozen=True)
class PersonFacts:
    """What is said of a person, whichever way it comes: form, sheet or API."""

    username: str
    name: str
    phone: str = ""
    area: Area | None = None
    is_active: bool = True


def check_name_free(taken: Iterable[User]) -> None:
    """A sign-in name belongs to one person; capital and small letters count as the same."""
    for _other in taken:
        raise ValidationError({"username": _("这个登录名已有人使用。")})


def holds_all(
    person: Person, rights: Iterable[str], area: str, units: frozenset[int] = frozenset()
) -> bool:
    """Whether a person holds every one of the rights in an area, for these units or for all."""
    there = [
        held
        for held in person.holdings
        if area.startswith(held.area) and (not held.units or (units and units <= held.units))
    ]
    mine = frozenset[str]().union(*(held.rights for held in there))
    return "*" in mine or set(rights) <= mine


def check_may_give(person: Person, role: Role, area: Area | None, units: frozenset[int]) -> None:
    """Nobody gives what they do not hold themselves."""
    if not holds_all(person, role.rights, area.path if area else EVERYWHERE, units):
        raise PermissionDenied(_("您不能授予自己没有的权限。"))


def check_not_above(actor: Person, person: User) -> None:
    """Nobody takes over an account that may do more than they may: that would be giving by theft."""
    for held in person.holdings:
        if not holds_all(actor, held.rights, held.area, held.units):
            raise PermissionDenied(_("此人的权限超出您的权限，请由上级创建办处理。"))


def check_period(starts: date, ends: date | None) -> None:
    """A grant ends after it starts."""
    if ends is not None and ends < starts:
        raise ValidationError({"ends": _("结束日期不能早于开始日期。")})


def lent_it(person: Person, grant: Grant) -> bool:
    """Whether a grant is a delegation of what the person holds, who may take it back."""
    return grant.delegated_from is not None and grant.delegated_from.user_id == person.pk


def check_own(grant: Grant) -> None:
    """What was lent is not lent on."""
    if grant.delegated_from_id is not None:
        raise PermissionDenied(_("代理来的权限不能再转给别人。"))


def check_delegation(grant: Grant, to: User, ends: date) -> None:
    """A grant is lent from today on and not past its end."""
    check_own(grant)
    if to.pk == grant.user_id:
        raise ValidationError({"to": _("不能委托给本人。")})
    check_period(timezone.localdate(), ends)
    if grant.ends is not None and ends > grant.ends:
        raise ValidationError({"ends": _("代理不能晚于原授权的结束日期 %s。") % grant.ends})


def check_may_add(person: Person, rights: Iterable[str]) -> None:
    """Nobody puts into a role what they do not hold everywhere themselves."""
    if not holds_all(person, rights, EVERYWHERE):
        raise PermissionDenied(_("您不能授予自己没有的权限。"))


def check_rights(rights: Iterable[str]) -> None:
    """A role is made of rights that exist."""
    if unknown := sorted(set(rights) - set(RIGHTS)):
        raise ValidationError({"rights": _("没有这些权限：%s。") % listed(unknown)})
