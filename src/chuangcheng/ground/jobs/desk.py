"""The queue on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.ground.jobs.queries import failed
from chuangcheng.ground.jobs.rules import RETRY, SEE
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, settings
from chuangcheng.ground.words import Words

settings(
    Entry(
        "jobs",
        Words("后台任务", "Background jobs"),
        "jobs:list",
        85,
        SEE,
        Words("正在进行和失败的任务", "Jobs under way and jobs that failed"),
    )
)


@cards(90, RETRY)
def _failed(person: Person) -> Iterator[Card]:
    if count := failed(person).count():
        url = reverse("jobs:list") + "?state=failed"
        yield Card(Words("失败的后台任务", "background jobs that failed"), str(count), url, "alert")
