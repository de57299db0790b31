"""Phones, and the codes by which they are paired."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject


class Pairing(models.Model):
    """A code shown to a person, until a phone has used it. Only its hash is kept."""

    person = models.ForeignKey(User, models.CASCADE, related_name="pairings")
    code_hash = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person} {self.until:%Y-%m-%d %H:%M}"


class DeviceQuerySet(ScopedQuerySet["Device"]):
    """Phones, found where their person's account is kept; everybody finds their own."""

    area_path = "person__area__path"

    def for_user(self, person: Person) -> DeviceQuerySet:
        """The phones in scope, and always one's own."""
        return super().for_user(person) | self.filter(person_id=person.pk)

    def live(self) -> DeviceQuerySet:
        """Those that have not been revoked."""
        return self.filter(revoked_at=None)


class Device(Subject):
    """A phone paired to one person. `uuid` is its own name for itself.

    Pairing again makes a new row, so that what a phone sent stays with the pairing it came by.
    `person_active` is known of phones found by their token: whether the person's account is open.
    """

    person_active: bool

    kind: ClassVar[str] = "device"
    hidden = frozenset({"token_hash"})

    person = models.ForeignKey(
        User, models.CASCADE, related_name="devices", verbose_name=_("使用人")
    )
    uuid = models.UUIDField(db_index=True, editable=False)
    title = models.CharField(_("名称"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    paired_at = models.DateTimeField(_("配对于"), default=timezone.now)
    seen_at = models.DateTimeField(_("最近使用"), default=timezone.now)
    revoked_at = models.DateTimeField(_("停用于"), null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ("-paired_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The phone's own page."""
        return reverse("devices:detail", args=[self.pk])

    def place(self) -> Place:
        """A phone stands where its person does."""
        return self.person.place()
