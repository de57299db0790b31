"""The queue."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.scope import Person, Place, may
from chuangcheng.ground.subject import Subject


class State(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", _("等待")
    RUNNING = "running", _("进行中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs; everybody sees those they started, the very top all of them."""

    def for_user(self, person: Person) -> JobQuerySet:
        """The jobs in a person's scope."""
        return self if may(person, "jobs.see", Place()) else self.filter(owner_id=person.pk or 0)


class Job(Subject):
    """One piece of work. `key` names it: a second job of the same key is the same job.

    `subject_kind` and `subject_id` name the one thing it works on, if any, as events do.
    A worker holds a job by a lease; when the worker dies, the lease runs out and another takes it.
    """

    kind: ClassVar[str] = "job"

    key = models.CharField(max_length=120, unique=True)
    task = models.CharField(_("名称"), max_length=60)
    args = models.JSONField(default=dict)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    owner_id = models.BigIntegerField(null=True)
    run_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    error = models.TextField(_("原因"), blank=True)
    made_at = models.DateTimeField(_("提交于"), default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state", "run_at")),)

    def __str__(self) -> str:
        return self.key

    def place(self) -> Place:
        """The queue is the machine's, above all areas."""
        return Place()
