"""Reading notices and messages, and finding what is to be told and sent next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby
from operator import or_

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.adapters.notices.channels import channels
from chuangcheng.adapters.notices.limits import limits
from chuangcheng.adapters.notices.models import (
    Address,
    Kind,
    Message,
    MessageQuerySet,
    Notice,
    State,
)
from chuangcheng.adapters.notices.rules import LOG
from chuangcheng.adapters.notices.sources import assigned, escalated, handed, lent
from chuangcheng.adapters.notices.sources.source import Source, Told
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person

#: What people are told of, by the name under which notices are kept.
SOURCES: Mapping[Kind, Source] = {
    Kind.ESCALATION: escalated.told,
    Kind.PROBLEMS: handed.told,
    Kind.ROUNDS: assigned.told,
    Kind.DELEGATIONS: lent.told,
}
#: What goes on being told by its source for longer than what is found is gathered.
LASTING = frozenset({Kind.ROUNDS})


def own(person: Person) -> QuerySet[Notice]:
    """A person's own notices, the latest first."""
    return Notice.objects.filter(person_id=person.pk or 0)


def addresses(person: Person) -> dict[str, Address]:
    """Where a person is told, by channel."""
    rows = Address.objects.filter(person_id=person.pk or 0).select_related("person")
    return {row.channel: row for row in rows}


def messages(person: Person) -> MessageQuerySet:
    """The messages to people whose accounts stand in a person's scope."""
    return Message.objects.with_right(person, LOG).select_related("person")


def untold(now: datetime) -> Iterator[Notice]:
    """Notices, not yet written, of what nobody has been told of."""
    since = now - timedelta(days=limits().gather_days)
    for name, source in SOURCES.items():
        there = Notice.objects.filter(source=name)
        recent = there if name in LASTING else there.filter(at__gt=since)
        known = set(recent.values_list("ref", flat=True))
        for told in source(since, now):
            if told.ref not in known:
                yield from _notices(name, told)


def _notices(source: str, told: Told) -> Iterator[Notice]:
    for person in User.objects.filter(pk__in=set(told.people()), is_active=True).order_by("pk"):
        yield Notice(
            person=person,
            source=source,
            ref=told.ref,
            title_zh=told.title.zh,
            title_en=told.title.en,
            text_zh=told.text.zh,
            text_en=told.text.en,
            link=told.link,
            at=told.at,
        )


def undigested(now: datetime) -> Iterator[Message]:
    """Messages, not yet written, of what is new to each person by each channel.

    None in the quiet hours, and at most one in a period.
    """
    if limits().quiet(now):
        return
    since = now - timedelta(minutes=limits().period_minutes)
    wanted = Address.objects.filter(active=True, channel__in=channels(), person__is_active=True)
    for address in wanted.select_related("person").order_by("pk"):
        last = Message.objects.filter(person=address.person, channel=address.channel).first()
        if last is None or last.made_at <= since:
            new = Notice.objects.filter(_asked_for(address), person=address.person, at__lte=now)
            new = new.filter(pk__gt=last.through if last else 0)
            if found := list(new.order_by("title_zh", "at", "pk")):
                yield _digest(address, found, now)


def kinds(address: Address) -> dict[Kind, datetime]:
    """What a person wants to be told of by a channel, and each since when."""
    if address.chosen is None:
        return dict.fromkeys(limits().usual(address.channel), address.since)
    told = {Kind(name): datetime.fromisoformat(at) for name, at in address.chosen.items()}
    return {kind: max(address.since, at) for kind, at in told.items()}


def _asked_for(address: Address) -> Q:
    wanted = (Q(source=kind, at__gte=since) for kind, since in kinds(address).items())
    return reduce(or_, wanted, Q(pk__in=()))


def _digest(address: Address, notices: list[Notice], now: datetime) -> Message:
    with translation.override(address.person.language or settings.LANGUAGE_CODE):
        return Message(
            person=address.person,
            channel=address.channel,
            through=max(notice.pk for notice in notices),
            count=len(notices),
            title=_("创城：%s 条通知") % len(notices),
            body="\n".join(_lines(notices)),
            made_at=now,
            next_at=now,
        )


def _lines(notices: list[Notice]) -> Iterator[str]:
    """One group for each kind of notice, cut where it becomes too long to read."""
    shown = notices[: limits().lines]
    for title, group in groupby(shown, key=lambda notice: notice.title):
        yield f"【{title}】"
        for notice in group:
            yield f"· {notice.text}"
    if rest := len(notices) - len(shown):
        yield _("还有 %s 条，请登录后查看。") % rest


def due(now: datetime) -> QuerySet[Message]:
    """The messages that are to be sent, or tried again, now."""
    if limits().quiet(now):
        return Message.objects.none()
    return Message.objects.filter(state=State.WAITING, next_at__lte=now).order_by("pk")
