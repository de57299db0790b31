"""What can be done with people, roles and grants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.audit.verbs import Outcome, changed, made, told, verb
from chuangcheng.ground.bulk import change_rows, make_rows
from chuangcheng.ground.people import rules
from chuangcheng.ground.people.models import Grant, Membership, Role, User
from chuangcheng.ground.people.passwords import temporary
from chuangcheng.ground.people.roles import standard_roles
from chuangcheng.ground.people.rules import CHANGE, GRANT, ROLES, PersonFacts
from chuangcheng.ground.people.sheet import PEOPLE, PersonRow, plan
from chuangcheng.ground.rights import of_role
from chuangcheng.ground.scope import Person, require
from chuangcheng.ground.sheets.importer import Plan, Source, refuse
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.ground.subject import parted
from chuangcheng.ground.units.models import Unit


@dataclass(frozen=True)
class Issued:
    """A person and the password to hand over, which is told once and kept nowhere."""

    user: User
    password: str


@verb("person.create", zh="为“{title}”建了账号", en="made an account for “{title}”", right=CHANGE)
def create(actor: Person, *, facts: PersonFacts, hashed: str = "") -> Outcome[Issued]:
    """Make an account with a temporary password, or with the lasting one that a hash is of."""
    rules.check_name_free(User.objects.filter(username__iexact=facts.username))
    user = User(**_columns(facts), must_change_password=not hashed)
    password = "" if hashed else temporary()
    user.password = hashed or make_password(password)
    user.full_clean()
    user.save()
    return made(user).giving(Issued(user, password))


@verb(
    "person.change", zh="修改了“{title}”的资料", en="changed the details of “{title}”", right=CHANGE
)
def change(actor: Person, *, user: User, facts: PersonFacts) -> Outcome[User]:
    """Say something new of a person. An account that is closed loses its sessions at once."""
    before = user.facts()
    rules.check_not_above(actor, user)
    rules.check_name_free(User.objects.filter(username__iexact=facts.username).exclude(pk=user.pk))
    require(actor, CHANGE, user)
    for name, value in _columns(facts).items():
        setattr(user, name, value)
    user.full_clean()
    user.save()
    return changed(user, before)


@verb(
    "person.issue-password",
    zh="给“{title}”发了临时密码",
    en="issued a temporary password to “{title}”",
    right=CHANGE,
)
def issue_password(actor: Person, *, user: User) -> Outcome[Issued]:
    """Replace a password by a temporary one; sessions that know the old one end."""
    before = user.facts()
    rules.check_not_above(actor, user)
    password = temporary()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return changed(user, before).giving(Issued(user, password))


@verb(
    "person.place",
    zh="设定了“{title}”所在的单位：{after[units]}",
    en="set the units of “{title}”: {after[units]}",
    right=CHANGE,
)
def place(actor: Person, *, user: User, posts: Mapping[Unit, str]) -> Outcome[User]:
    """Say to which units a person belongs, and in what post."""
    before = {"units": _units(m.unit for m in user.memberships.select_related("unit"))}
    user.memberships.all().delete()
    Membership.objects.bulk_create(
        [Membership(user=user, unit=unit, post=post) for unit, post in posts.items()]
    )
    return changed(user, {**user.facts(), **before}, units=_units(posts))


@verb(
    "grant.give",
    zh="授予了角色“{title}”",
    en="gave the role “{title}”",
    right=GRANT,
)
def give(
    actor: Person,
    *,
    user: User,
    role: Role,
    area: Area | None,
    units: Sequence[Unit] = (),
    starts: date | None = None,
    ends: date | None = None,
    why: str = "",
) -> Outcome[Grant]:
    """Give a person a role in an area and all below it, for some units or for all."""
    starts = starts or timezone.localdate()
    rules.check_period(starts, ends)
    rules.check_may_give(actor, role, area, frozenset(unit.pk for unit in units))
    grant = Grant.objects.create(user=user, role=role, area=area, starts=starts, ends=ends, why=why)
    grant.units.set(units)
    _forget(user)
    return made(grant, why=why, units=_units(units))


@verb("grant.withdraw", zh="收回了角色“{title}”", en="withdrew the role “{title}”")
def withdraw(actor: Person, *, grant: Grant, why: str = "") -> Outcome[Grant]:
    """End a grant now, as who may grant or as who lent it; what was lent from it ends with it."""
    if not rules.lent_it(actor, grant):
        require(actor, GRANT, grant)
    before = grant.facts()
    grant.withdrawn_at = timezone.now()
    grant.save(update_fields=["withdrawn_at"])
    _forget(grant.user)
    return changed(grant, before, why=why)


@verb("grant.delegate", zh="委托代理了角色“{title}”", en="lent the role “{title}”")
def delegate(actor: Person, *, grant: Grant, to: User, ends: date, why: str) -> Outcome[Grant]:
    """Lend a grant to somebody during an absence, by its holder or by whoever may grant."""
    if actor.pk != grant.user_id:
        require(actor, GRANT, grant)
        rules.check_may_give(actor, grant.role, grant.area, grant.holding().units)
    rules.check_delegation(grant, to, ends)
    lent = Grant.objects.create(
        user=to, role=grant.role, area=grant.area, ends=ends, delegated_from=grant, why=why
    )
    lent.units.set(grant.units.all())
    _forget(to)
    return made(lent, why=why)


@verb("role.create", zh="新建了角色“{title}”", en="created the role “{title}”", right=ROLES)
def create_role(actor: Person, *, code: str, title_zh: str, title_en: str = "") -> Outcome[Role]:
    """Make a role that may nothing yet."""
    role = Role(code=code, title_zh=title_zh, title_en=title_en)
    role.full_clean()
    role.save()
    return made(role)


@verb("role.change", zh="修改了角色“{title}”", en="changed the role “{title}”", right=ROLES)
def change_role(
    actor: Person, *, role: Role, title_zh: str, title_en: str, rights: Sequence[str], by_unit: bool
) -> Outcome[Role]:
    """Say what a role is called and what it may do; nobody adds a right they lack."""
    before = role.facts()
    rules.check_rights(rights)
    rules.check_may_add(actor, set(rights) - set(role.rights))
    role.title_zh, role.title_en, role.by_unit = title_zh, title_en, by_unit
    role.rights = sorted(rights)
    role.save()
    return changed(role, before)


@verb(
    "role.lay",
    zh="设定了标准角色",
    en="laid out the standard roles",
    right=ROLES,
)
def lay_roles(actor: Person) -> Outcome[list[Role]]:
    """Make the standard roles, and offer them the rights that this version brings.

    A right that an office took from a role is not given back.
    """
    laid = []
    for code, shape in standard_roles().items():
        role = Role.objects.filter(code=code).first() or Role(
            code=code, title_zh=shape.zh, title_en=shape.en, by_unit=shape.by_unit
        )
        offered = of_role(code)
        role.rights = sorted(set(role.rights) | (offered - set(role.offered)))
        role.offered = sorted(offered)
        role.save()
        laid.append(role)
    facts = {role.code: role.rights for role in laid}
    return told(laid, kind=Role.kind, title="", facts=facts)


@verb(
    "person.import",
    zh="从文件“{title}”导入人员：新增 {after[new]}，更新 {after[changed]}",
    en="imported people from “{title}”: {after[new]} new, {after[changed]} changed",
    right=CHANGE,
)
def take_in(actor: Person, *, rows: Sequence[Row], source: Source) -> Outcome[Plan[PersonRow]]:
    """Write a whole sheet of people, or raise ValidationError and write nothing.

    New accounts have no password: they open when one is issued.
    """
    planned = plan(actor, rows)
    refuse(planned.problems)
    _write([*planned.new, *planned.changed])
    facts = {
        "new": len(planned.new),
        "changed": len(planned.changed),
        "sha256": source.sha256,
        "people": [row.facts.username for row in [*planned.new, *planned.changed]],
    }
    return told(planned, kind=PEOPLE.name, title=source.name, facts=facts)


def _columns(facts: PersonFacts) -> dict[str, Any]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _units(units: Iterable[Unit]) -> list[str]:
    return sorted(unit.title_zh for unit in units)


def _forget(user: User) -> None:
    # What a person holds is read once a request; whoever goes on with this object must ask again.
    user.__dict__.pop("holdings", None)


def _write(rows: Sequence[PersonRow]) -> None:
    users = [User(**_columns(row.facts), pk=row.pk, password="!") for row in rows]  # noqa: S106
    old, new = parted(users)
    User.objects.bulk_create(new, batch_size=2000)
    change_rows(old, ("name", "phone", "area", "is_active"))
    pairs = list(zip(users, rows, strict=True))
    Membership.objects.filter(user_id__in={user.pk for user, row in pairs if row.pk}).delete()
    make_rows(
        Membership,
        ("user_id", "unit_id", "post"),
        (
            (user.pk, unit.pk, post)
            for user, row in pairs
            for unit, post in zip(row.units, row.posts, strict=True)
        ),
    )
    given = [(user, row) for user, row in pairs if row.new_role]
    grants = Grant.objects.bulk_create(
        [Grant(user=user, role=row.role, area=user.area) for user, row in given], batch_size=2000
    )
    make_rows(
        Grant.units.through,
        ("grant_id", "unit_id"),
        (
            (grant.pk, unit.pk)
            for grant, (_user, row) in zip(grants, given, strict=True)
            if row.role and row.role.by_unit
            for unit in row.units
        ),
    )
