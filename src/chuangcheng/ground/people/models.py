"""Accounts, roles and grants."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground import often
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import EVERYWHERE, Holding, Person, Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.units.models import Unit


class UserQuerySet(ScopedQuerySet["User"]):
    """People, found where their account is kept; everybody finds themselves."""

    area_path = "area__path"

    def for_user(self, person: Person) -> UserQuerySet:
        """The people in scope, and always the one who asks."""
        return super().for_user(person) | self.filter(pk=person.pk)

    def get_by_natural_key(self, username: str | None) -> User:
        """The person who signs in with this name, whatever its case. Raises User.DoesNotExist."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, Subject):
    """A person with an account. `area` is where the account is kept, none for the very top."""

    kind: ClassVar[str] = "person"
    hidden = frozenset({"password", "phone", "totp_secret"})

    username = models.CharField(
        _("登录名"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"^[\w.@-]+$", _("登录名只能用文字、数字和 . @ - _。"))],
    )
    name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("区域")
    )
    language = models.CharField(_("语言"), max_length=10, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    totp_secret = models.CharField(max_length=64, blank=True)
    # The time step of the last code that let somebody in: a code counts once.
    totp_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = UserQuerySet.as_manager()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ("username",)
        verbose_name = _("人员")
        constraints = (
            models.UniqueConstraint(models.functions.Lower("username"), name="username_once"),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def get_absolute_url(self) -> str:
        """The person's own page."""
        return reverse("people:detail", args=[self.pk])

    def place(self) -> Place:
        """A person stands where the account is kept."""
        return Place(self.area.path if self.area else EVERYWHERE)

    @cached_property
    def holdings(self) -> tuple[Holding, ...]:
        """What the person holds today; read once for each request."""
        if not self.is_active:
            return ()
        return tuple(_held(self))


class Role(Subject):
    """A named set of rights. `by_unit` says that its grants are for the holder's own units."""

    kind: ClassVar[str] = "role"

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    title_zh = models.CharField(_("名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    rights = models.JSONField(_("权限"), default=list, blank=True)
    by_unit = models.BooleanField(_("限于本单位"), default=False)
    # What the standard role has been given so far: a right that an office took away stays away.
    offered = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return (self.title_en if english else "") or self.title_zh

    def get_absolute_url(self) -> str:
        """The role's own page."""
        return reverse("people:role", args=[self.pk])

    def place(self) -> Place:
        """Roles are the same everywhere."""
        return Place()


class GrantQuerySet(ScopedQuerySet["Grant"]):
    """Grants, found where they hold."""

    area_path = "area__path"

    def live(self) -> GrantQuerySet:
        """Those that hold today; a delegated one only while its origin does."""
        today = timezone.localdate()
        return self.filter(_within("", today)).filter(
            Q(delegated_from=None)
            | (_within("delegated_from__", today) & Q(delegated_from__user__is_active=True))
        )


# What `GrantQuerySet.live` gives of one person; a test holds the two together. Every request asks it,
# and to build the question from querysets takes five times as long as the answer.
_HELD = """
    SELECT one.id, area.path, role.rights, inside.unit_id FROM people_grant one
    JOIN people_role role ON role.id = one.role_id
    LEFT JOIN areas_area area ON area.id = one.area_id
    LEFT JOIN people_grant_units inside ON inside.grant_id = one.id
    LEFT JOIN people_grant origin ON origin.id = one.delegated_from_id
    LEFT JOIN people_user giver ON giver.id = origin.user_id
    WHERE one.user_id = %s AND one.withdrawn_at IS NULL
    AND %s BETWEEN one.starts AND coalesce(one.ends, '9999-12-31')
    AND (one.delegated_from_id IS NULL OR (giver.is_active AND origin.withdrawn_at IS NULL
        AND %s BETWEEN origin.starts AND coalesce(origin.ends, '9999-12-31')))
    ORDER BY one.id
"""


def _held(user: User) -> Iterator[Holding]:
    """The grants that a person holds today, as scope knows them."""
    today = timezone.localdate().isoformat()
    rows = often.rows(Grant, _HELD, [user.pk, today, today])
    for _grant, with_units in groupby(rows, key=itemgetter(0)):
        same = list(with_units)
        _pk, path, rights, _unit = same[0]
        units = frozenset(unit for *_same, unit in same if unit)
        yield Holding(path or EVERYWHERE, units, frozenset(json.loads(rights)))


def _within(prefix: str, today: object) -> Q:
    ends = Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gte": today})
    return ends & Q(**{f"{prefix}starts__lte": today, f"{prefix}withdrawn_at": None})


class Grant(Subject):
    """A role given to a person in an area and all below it, for some units or all, for a time."""

    kind: ClassVar[str] = "grant"

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("人员"))
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name=_("角色"))
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("区域")
    )
    units = models.ManyToManyField(Unit, related_name="grants", blank=True, verbose_name=_("单位"))
    starts = models.DateField(_("自"), default=timezone.localdate)
    ends = models.DateField(_("至"), null=True, blank=True)
    delegated_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    why = models.CharField(_("理由"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("授权")

    def __str__(self) -> str:
        return f"{self.user} · {self.role} · {self.area or _('全部区域')}"

    def place(self) -> Place:
        """A grant stands where it holds."""
        return Place(self.area.path if self.area else EVERYWHERE)

    def holding(self) -> Holding:
        """The grant as scope knows it."""
        units = frozenset(unit.pk for unit in self.units.all())
        return Holding(self.place().area, units, frozenset(self.role.rights))


class Membership(models.Model):
    """A person's place in a unit."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships")
    post = models.CharField(_("职务"), max_length=60, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "unit"), name="member_once"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.unit}"
