"""Reading notices and messages, and finding what is to be told and sent next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.adapters.notices.channels import channels
from chuangcheng.adapters.notices.limits import limits
from chuangcheng.adapters.notices.models import Address, Message, MessageQuerySet, Notice, State
from chuangcheng.adapters.notices.rules import LOG
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person
from chuangcheng.remedy.escalation import queries as escalation
from chuangcheng.remedy.escalation.models import Taken

ESCALATION = "escalation"


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
    """Notices, not yet written, of the steps that nobody has been told of."""
    recent = Taken.objects.filter(at__gt=now - _gathered(), at__lte=now)
    told = Notice.objects.filter(source=ESCALATION, at__gt=now - _gathered())
    known = set(told.values_list("ref", flat=True))
    rows = recent.select_related("campaign__area", "area", "ladder").order_by("at", "pk")
    for step in (row for row in rows if str(row.pk) not in known):
        for person in escalation.recipients(step):
            yield _notice(step, person)


def _gathered() -> timedelta:
    return timedelta(days=limits().gather_days)


def _notice(step: Taken, person: User) -> Notice:
    return Notice(
        person=person,
        source=ESCALATION,
        ref=str(step.pk),
        title_zh=step.title_zh,
        title_en=step.title_en,
        text_zh=step.text_zh,
        text_en=step.text_en,
        link=step.get_absolute_url(),
        at=step.at,
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
            new = Notice.objects.filter(person=address.person, at__gte=address.since, at__lte=now)
            new = new.filter(pk__gt=last.through if last else 0)
            if found := list(new.order_by("title_zh", "at", "pk")):
                yield _digest(address, found, now)


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
