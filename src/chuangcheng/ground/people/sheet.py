"""The table of people: its columns, its rows, and what taking in a file would do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people import rules
from chuangcheng.ground.people.models import Grant, Membership, Role, User
from chuangcheng.ground.people.queries import changeable
from chuangcheng.ground.people.rules import CHANGE, GRANT, PersonFacts
from chuangcheng.ground.scope import Person, Place, may
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, codes, flag, folded, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words

PEOPLE = Sheet(
    "people",
    Words("人员", "People"),
    (
        Column("username", Words("登录名", "Sign-in name"), text(60), required=True,
               help=Words("文字、数字和 . @ - _", "Letters, figures and . @ - _")),
        Column("name", Words("姓名", "Name"), text(60), required=True),
        Column("phone", Words("手机", "Phone"), text(30), formerly="Telephone"),
        Column("area", Words("区域代码", "Area code"), text(40),
               help=Words("账号由哪里管理", "Where the account is kept")),
        Column("units", Words("单位代码", "Units' codes"), codes(), default=(),
               help=Words("可以有几个，用顿号隔开", "Several are parted by commas")),
        Column("post", Words("职务", "Post"), text(60)),
        Column("role", Words("角色", "Role"), text(40),
               help=Words("导入时在该区域授予", "Given in that area on import")),
        Column("active", Words("启用", "Active"), flag(), default=True,
               help=Words("是或否", "Yes or no")),
    ),
    keys=("username",),
)  # fmt: skip


@dataclass(frozen=True)
class PersonRow:
    """One person as a file has it, and as it was; `posts` are those in each of the units."""

    number: int
    facts: PersonFacts
    units: tuple[Unit, ...]
    posts: tuple[str, ...]
    role: Role | None
    new_role: bool
    pk: int | None = None
    same: bool = False
    before: User | None = None

    def cells(self) -> Cells:
        """The row as it would be; a role is given beside those that are held in the area."""
        given = [self.role.code] if self.role and self.new_role else []
        return _cells(self.facts, self.units, self.posts, [*self._held(), *given])

    def was(self) -> Cells | None:
        """The row as it is there."""
        if self.before is None:
            return None
        belongs = list(self.before.memberships.all())
        units, posts = [member.unit for member in belongs], [member.post for member in belongs]
        return _cells(_facts(self.before), units, posts, self._held())

    def _held(self) -> list[str]:
        """The roles that the person holds in the area that the row names."""
        area = self.facts.area.pk if self.facts.area else None
        held = self.before.grants.all() if self.before else ()
        return sorted(grant.role.code for grant in held if grant.area_id == area)


def export(person: Person) -> Iterator[Sequence[object]]:
    """The people whose accounts a person keeps, as rows of the sheet."""
    members = Prefetch("memberships", _members())
    live = Prefetch("grants", Grant.objects.live().select_related("role"), to_attr="live")
    for user in (
        changeable(person).select_related("area").prefetch_related(members, live).iterator(1000)
    ):
        belongs = list(user.memberships.all())
        # A role is given in the person's area on import: one held elsewhere would be given anew.
        held = [grant for grant in getattr(user, "live", []) if grant.area_id == user.area_id]
        yield (
            user.username, user.name, user.phone, user.area.code if user.area else "",
            [member.unit.code for member in belongs], belongs[0].post if belongs else "",
            held[0].role.code if held else "", user.is_active,
        )  # fmt: skip


def _cells(
    facts: PersonFacts, units: Sequence[Unit], posts: Sequence[str], roles: Iterable[str]
) -> Cells:
    """A row of the sheet with all that there is: each role once, and posts by unit if they differ."""
    return (
        facts.username, facts.name, facts.phone, facts.area.code if facts.area else "",
        sorted(unit.code for unit in units), _told(units, posts),
        sorted(set(roles)), facts.is_active,
    )  # fmt: skip


def _told(units: Sequence[Unit], posts: Sequence[str]) -> list[str]:
    if len(set(posts)) > 1:
        pairs = zip(units, posts, strict=True)
        return sorted(f"{unit.code} {post or '—'}" for unit, post in pairs)
    return [post for post in posts[:1] if post]


def _members() -> QuerySet[Membership]:
    # Always in one order, for the export tells the post of the first.
    return Membership.objects.select_related("unit").order_by("pk")


def _posts(user: User | None, units: Sequence[Unit], post: str) -> tuple[str, ...]:
    """The post in each unit; a file has room for one, and as exported it leaves all as they are."""
    held = {member.unit_id: member.post for member in user.memberships.all()} if user else {}
    if held.keys() == {unit.pk for unit in units} and post == next(iter(held.values()), ""):
        return tuple(held[unit.pk] for unit in units)
    return (post,) * len(units)


def _facts(user: User) -> PersonFacts:
    return PersonFacts(user.username, user.name, user.phone, user.area, user.is_active)


def plan(person: Person, rows: Sequence[Row]) -> Plan[PersonRow]:
    """What taking the rows in would make and change, and what stands against it."""
    found = Plan[PersonRow]()
    register = _Register(person)
    for row in rows:
        problems = list(register.problems(row))
        found.problems += problems
        if not problems:
            _sort_in(found, register.row(row))
    return found


def _sort_in(found: Plan[PersonRow], row: PersonRow) -> None:
    if row.pk is None:
        found.new.append(row)
    elif row.same:
        found.same += 1
    else:
        found.changed.append(row)


class _Register:
    """The people who are there, and what the one who imports may do with them."""

    def __init__(self, person: Person) -> None:
        self.person = person
        grants = Grant.objects.live().select_related("role", "area").prefetch_related("units")
        there = User.objects.select_related("area").prefetch_related(
            Prefetch("memberships", _members()), Prefetch("grants", grants)
        )
        self.there = {user.username.casefold(): user for user in there}
        for user in self.there.values():
            # Known already; asking for each person anew would be a query a row.
            user.holdings = tuple(grant.holding() for grant in user.grants.all())
        self.mine = set(changeable(person).values_list("pk", flat=True))
        areas = Area.objects.with_right(person, CHANGE)
        self.areas = {area.code.casefold(): area for area in areas}
        units = Unit.objects.for_user(person).select_related("area")
        self.units = {unit.code.casefold(): unit for unit in units}
        self.roles = {
            folded(name): role
            for role in Role.objects.all()
            for name in (role.code, role.title_zh, role.title_en)
        }
        self.top = may(person, CHANGE, Place())

    def problems(self, row: Row) -> Iterator[Problem]:
        """All that is wrong with one row."""
        user = self.there.get(row["username"].casefold())
        if user and user.pk not in self.mine:
            yield PEOPLE.problem(row, "username", _("这个登录名已有人使用。"))
        if not re.fullmatch(r"[\w.@-]+", row["username"]):
            yield PEOPLE.problem(row, "username", _("登录名只能用文字、数字和 . @ - _。"))
        if row["area"] and row["area"].casefold() not in self.areas:
            yield PEOPLE.problem(row, "area", _("您的范围内没有代码为“%s”的区域。") % row["area"])
        if not row["area"] and not self.top:
            yield PEOPLE.problem(row, "area", _("请填您范围内的区域代码。"))
        for code in row["units"]:
            if code.casefold() not in self.units:
                yield PEOPLE.problem(row, "units", _("没有代码为“%s”的单位。") % code)
        yield from self._role_problems(row)
        yield from self._above(row, user)

    def row(self, row: Row) -> PersonRow:
        """A row that has no problem, with what it replaces."""
        user = self.there.get(row["username"].casefold())
        facts = PersonFacts(
            username=user.username if user else row["username"],
            name=row["name"],
            phone=row["phone"],
            area=self.areas.get(row["area"].casefold()),
            is_active=row["active"],
        )
        units = self._units(row)
        posts = _posts(user, units, row["post"])
        role = self.roles[folded(row["role"])] if row["role"] else None
        new_role = role is not None and not self._has(user, role, facts.area)
        same = user is not None and not new_role and self._same(user, facts, units, posts)
        pk = user.pk if user else None
        return PersonRow(row.number, facts, units, posts, role, new_role, pk, same, user)

    def _units(self, row: Row) -> tuple[Unit, ...]:
        return tuple(
            self.units[code.casefold()] for code in row["units"] if code.casefold() in self.units
        )

    def _role_problems(self, row: Row) -> Iterator[Problem]:
        if not row["role"]:
            return
        role = self.roles.get(folded(row["role"]))
        if role is None:
            yield PEOPLE.problem(row, "role", _("没有“%s”这个角色。") % row["role"])
            return
        area = self.areas.get(row["area"].casefold())
        user = self.there.get(row["username"].casefold())
        if not self._has(user, role, area):
            if role.by_unit and not row["units"]:
                yield PEOPLE.problem(row, "units", _("角色“%s”限于本单位，请填单位代码。") % role)
            yield from self._may_not_give(row, role, area)

    def _may_not_give(self, row: Row, role: Role, area: Area | None) -> Iterator[Problem]:
        units = frozenset(u.pk for u in self._units(row)) if role.by_unit else frozenset()
        try:
            rules.check_may_give(self.person, role, area, units)
        except PermissionDenied as error:
            yield PEOPLE.problem(row, "role", str(error))
        if not may(self.person, GRANT, area.place() if area else Place()):
            yield PEOPLE.problem(row, "role", _("您在该区域不能授予角色。"))

    def _above(self, row: Row, user: User | None) -> Iterator[Problem]:
        if user is None or user.pk not in self.mine:
            return
        try:
            rules.check_not_above(self.person, user)
        except PermissionDenied as error:
            yield PEOPLE.problem(row, "username", str(error))

    @staticmethod
    def _has(user: User | None, role: Role, area: Area | None) -> bool:
        held = list(user.grants.all()) if user else []
        return any(g.role_id == role.pk and g.area_id == (area.pk if area else None) for g in held)

    @staticmethod
    def _same(user: User, facts: PersonFacts, units: Sequence[Unit], posts: Sequence[str]) -> bool:
        held = {member.unit_id: member.post for member in user.memberships.all()}
        given = {unit.pk: post for unit, post in zip(units, posts, strict=True)}
        return _facts(user) == facts and held == given
