"""Events, and the head of their chain."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.scope import Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject


class EventQuerySet(ScopedQuerySet["Event"]):
    """Events can be read and counted, never changed or removed."""

    area_path = "area_path"
    unit_key = "unit_id"

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused: the log is only ever added to."""
        raise TypeError("Events are never changed.")

    def delete(self) -> NoReturn:
        """Refused: the log is only ever added to."""
        raise TypeError("Events are never removed.")


class Event(Subject):
    """One thing that somebody did.

    Nothing here is a foreign key: an event outlives whatever it speaks of.
    `before` is null for things made, `after` for things removed.
    """

    kind: ClassVar[str] = "event"

    seq = models.PositiveBigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(_("操作人"), max_length=150)
    verb = models.CharField(_("操作"), max_length=60, db_index=True)
    subject_kind = models.CharField(_("对象类别"), max_length=40)
    subject_id = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("对象"), max_length=300)
    why = models.TextField(_("理由"), blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    area_path = models.CharField(max_length=400)
    unit_id = models.BigIntegerField(null=True)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-seq",)
        indexes = (models.Index(fields=("subject_kind", "subject_id")),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb} {self.title}"

    def get_absolute_url(self) -> str:
        """The event's own page."""
        return reverse("audit:detail", args=[self.seq])

    def place(self) -> Place:
        """Where the thing stood when it was done."""
        return Place(self.area_path, self.unit_id)


class Head(models.Model):
    """The one row that holds the newest link; locking it puts writers in line."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"
