"""Adding to the log, the only way there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from chuangcheng.ground import often
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


# Every verb sends these.
_GROW = "UPDATE audit_head SET seq = seq + %s WHERE id = 1 RETURNING seq, hash"
_END = "UPDATE audit_head SET hash = %s WHERE id = 1"


def append(entries: Sequence[Entry]) -> None:
    """Put the entries at the end of the chain, within the transaction of what they tell.

    On PostgreSQL the head's row is locked; on SQLite the transaction already holds the database.
    """
    (seq, last), now = _grown(len(entries)), timezone.now()
    events = []
    for number, entry in enumerate(entries, seq - len(entries) + 1):
        record = plain(vars(entry)) | {"seq": number, "at": now}
        events.append(Event(**record, prev=last, hash=link(last, record)))
        last = events[-1].hash
    if len(events) == 1:
        often.add(events[0])
    else:
        Event.objects.bulk_create(events)
    often.run(Head, _END, [last])


def _grown(number: int) -> tuple[int, str]:
    """Lengthen the chain: the number of its last link to be, and the hash of its last one so far."""
    found = often.rows(Head, _GROW, [number])
    if not found:
        Head.objects.get_or_create(pk=1, defaults={"hash": START})
        found = often.rows(Head, _GROW, [number])
    return found[0][0], found[0][1]
