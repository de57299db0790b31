"""Delegations that have begun: somebody acts for somebody else from now on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.utils import timezone

from chuangcheng.adapters.notices.sources.source import Told
from chuangcheng.ground.people.models import Grant
from chuangcheng.ground.words import Words

TITLE = Words("开始代理", "Acting for somebody")


def told(since: datetime, now: datetime) -> Iterator[Told]:
    """Each delegation that has begun, to whoever acts and to whom they act for."""
    first, today = timezone.localdate(since), timezone.localdate(now)
    rows = Grant.objects.live().filter(delegated_from__isnull=False)
    rows = rows.filter(starts__gt=first, starts__lte=today).order_by("pk")
    for grant in rows.select_related("user", "role", "area", "delegated_from__user"):
        yield _told(grant, now)


def _told(grant: Grant, now: datetime) -> Told:
    lender = grant.delegated_from.user if grant.delegated_from else grant.user
    role, place = grant.role, grant.area
    until = f"至 {grant.ends}" if grant.ends else ""
    ends = f", until {grant.ends}" if grant.ends else ""
    zh = f"{grant.user}代理{lender}的“{role.title_zh}”{f'（{place.title_zh}）' if place else ''}{until}。"
    named = role.title_en or role.title_zh
    where = f" ({place.title_en or place.title_zh})" if place else ""
    return Told(
        ref=str(grant.pk),
        title=TITLE,
        text=Words(zh, f"{grant.user} acts for {lender} as “{named}”{where}{ends}."),
        link=grant.user.get_absolute_url(),
        at=now,
        people=partial(_both, grant.user_id, lender.pk),
    )


def _both(*people: int) -> set[int]:
    return set(people)
