"""Keeping an upload, and taking it in. The event is written by the noun whose rows it brings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.importer import Importer, Plan
from chuangcheng.ground.sheets.models import Draft

WAITS = timedelta(days=1)


@transaction.atomic
def keep(actor: Person, *, sheet: str, name: str, content: bytes) -> Draft:
    """Keep an upload until its owner has seen its dry run; older ones that were left go."""
    Draft.objects.filter(taken_at=None, made_at__lt=timezone.now() - WAITS).delete()
    return Draft.objects.create(owner_id=actor.pk, sheet=sheet, name=name[-200:], content=content)


@transaction.atomic
def take(actor: Person, *, importer: Importer, draft: Draft) -> Plan[Any]:
    """Write an upload whole. Raises ValidationError, and writes nothing, if anything is wrong."""
    plan = importer.take(actor, draft.name, bytes(draft.content))
    draft.taken_at = timezone.now()
    draft.save(update_fields=["taken_at"])
    return plan
