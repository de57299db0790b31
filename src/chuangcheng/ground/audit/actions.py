"""Adding to the log, the only way there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from chuangcheng.ground.audit.chain import START, link, plain
from chuangcheng.ground.audit.models import Event, Head


@dataclass(frozen=True)
class Entry:
    """What is told of one verb; the log adds number, time and hashes."""

    actor_id: int | None
    actor_name: str
    verb: str
    subject_kind: str
    subject_id: str
    title: str
    why: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    area_path: str
    unit_id: int | None


@transaction.atomic
def append(entries: Sequence[Entry]) -> None:
    """Put the entries at the end of the chain, within the transaction of what they tell.

    On PostgreSQL the head's row is locked; on SQLite the transaction already holds the database.
    """
    head, _ = Head.objects.select_for_update().get_or_create(pk=1, defaults={"hash": START})
    now = timezone.now()
    events = []
    for entry in entries:
        record = plain(vars(entry)) | {"seq": head.seq + 1, "at": now}
        event = Event(**record, prev=head.hash, hash=link(head.hash, record))
        head.seq, head.hash = event.seq, event.hash
        events.append(event)
    Event.objects.bulk_create(events)
    head.save(update_fields=["seq", "hash"])
