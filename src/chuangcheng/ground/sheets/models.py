"""Uploads between their dry run and their confirmation."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class DraftQuerySet(models.QuerySet["Draft"]):
    """Uploads; each is seen by the person who made it and by nobody else."""

    def for_user(self, person: object) -> DraftQuerySet:
        """The uploads of one person that still wait."""
        return self.filter(owner_id=getattr(person, "pk", None), taken_at=None)


class Draft(models.Model):
    """A file as it was uploaded. Once taken it is kept, as the source of what its event tells."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.name
