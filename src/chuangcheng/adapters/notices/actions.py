"""Saying where one wants to be told; telling, putting together and sending, which the site does."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from chuangcheng.adapters.notices import queries
from chuangcheng.adapters.notices.channels import SendingError, send
from chuangcheng.adapters.notices.limits import limits
from chuangcheng.adapters.notices.models import Address, Kind, Message, Notice, State
from chuangcheng.adapters.notices.rules import check_channel, check_kinds
from chuangcheng.ground.audit.verbs import Outcome, changed, verb
from chuangcheng.ground.people.models import User


@verb("notice.address", zh="设定了“{title}”的接收地址", en="set where “{title}” is told")
def set_address(
    actor: User,
    *,
    channel: str,
    address: str,
    active: bool,
    kinds: Collection[str] | None = None,
    now: datetime | None = None,
) -> Outcome[Address]:
    """Say where, and of which kinds, one wants to be told by a channel, from now on.

    Without `kinds` they stay as they are. Raises ValidationError.
    """
    check_channel(channel)
    there = queries.addresses(actor).get(channel)
    before = there.facts() if there else {}
    row = there or Address(person=actor, channel=channel)
    at = now or timezone.now()
    if not row.active or there is None:
        row.since = at
    row.address, row.active = address, active
    if kinds is not None:
        check_kinds(kinds)
        row.chosen = _chosen(row, kinds, at)
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    return changed(row, before)


def _chosen(row: Address, kinds: Collection[str], now: datetime) -> dict[str, str]:
    """Since when each kind is wanted: what is added now is told from now on."""
    known = queries.kinds(row)
    return {kind: known.get(Kind(kind), now).isoformat() for kind in kinds}


@transaction.atomic
def gather(now: datetime) -> tuple[int, int]:
    """Write the notices of what is new and put messages together; gives how many of each."""
    notices = Notice.objects.bulk_create(
        list(queries.untold(now)), batch_size=500, ignore_conflicts=True
    )
    made = Message.objects.bulk_create(list(queries.undigested(now)))
    return len(notices), len(made)


def send_due(now: datetime) -> int:
    """Try every message that is due; gives how many were sent.

    The next try is noted before the message goes out, so that a machine that dies meanwhile
    sends it twice at worst, and never over and over.
    """
    return sum(_sent(message, now) for message in queries.due(now).select_related("person"))


def _sent(message: Message, now: datetime) -> bool:
    _put_off(message, now)
    where = queries.addresses(message.person).get(message.channel)
    if where is None or not where.active:
        _end(message, State.FAILED, "The person has switched the channel off.")
        return False
    try:
        send(message.channel, where.address, message.title, message.body)
    except SendingError as error:
        _refused(message, str(error))
        return False
    message.sent_at = now
    _end(message, State.SENT, "")
    return True


def _put_off(message: Message, now: datetime) -> None:
    waits = limits().retry_minutes
    message.next_at = now + timedelta(minutes=waits[min(message.attempts, len(waits) - 1)])
    message.attempts += 1
    message.save(update_fields=["next_at", "attempts"])


def _refused(message: Message, error: str) -> None:
    over = message.attempts > len(limits().retry_minutes)
    _end(message, State.FAILED if over else State.WAITING, error)


def _end(message: Message, state: State, error: str) -> None:
    message.state, message.error = state, error[:300]
    message.save(update_fields=["state", "error", "sent_at"])
