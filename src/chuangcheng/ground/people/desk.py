"""People on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.ground.people.queries import without_role
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


@cards(50, CHANGE)
@steady
def _roleless(person: Person) -> Iterator[Card]:
    if count := without_role(person).count():
        url = reverse("people:list") + "?role=none"
        yield Card(Words("还没有角色的人员", "People without a role"), str(count), url, "warn")
