"""People on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from chuangcheng.ground.people.queries import ending, without_role
from chuangcheng.ground.people.rules import CHANGE, ROLES, SEE
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, settings, steady
from chuangcheng.ground.words import Words

settings(
    Entry(
        "people",
        Words("人员", "People"),
        "people:list",
        10,
        SEE,
        Words("账号、所在单位、授权与代理", "Accounts, units, grants and delegation"),
        nouns=("signin", "sso"),
    ),
    Entry(
        "people",
        Words("角色与权限", "Roles and rights"),
        "people:roles",
        15,
        ROLES,
        Words("每种角色可以做什么", "What each role may do"),
    ),
)


@cards(45)
@steady
def _ending(person: Person) -> Iterator[Card]:
    today = timezone.localdate()
    for grant in ending(person)[:1]:
        day = Words("今天", "Today") if grant.ends == today else Words("明天", "Tomorrow")
        whose = f"{grant.delegated_from.user} → {grant.user}" if grant.delegated_from else ""
        words = Words("有代理到期", "a delegation ends")
        yield Card(words, str(day), reverse("signin:account"), note=f"{grant.role} · {whose}")


@cards(50, CHANGE)
@steady
def _roleless(person: Person) -> Iterator[Card]:
    if count := without_role(person).count():
        url = reverse("people:list") + "?role=none"
        yield Card(Words("还没有角色的人员", "people without a role"), str(count), url, "warn")
