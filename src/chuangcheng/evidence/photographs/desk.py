"""Photographs on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.evidence.inspections.links import Link, link
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.panels import panel
from chuangcheng.evidence.photographs import queries
from chuangcheng.evidence.photographs.rules import REVIEW, SEE
from chuangcheng.evidence.photographs.unproven import unproven
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, settings
from chuangcheng.ground.words import Words

settings(
    Entry(
        "photographs",
        Words("照片", "Photographs"),
        "photographs:list",
        45,
        SEE,
        Words("查看照片、核查疑点、遮盖后公开", "Look at photographs, decide doubts, publish"),
    )
)


@cards(33, REVIEW)
def waiting(person: Person) -> Iterator[Card]:
    """The doubtful photographs that wait for a decision."""
    if number := queries.doubts(person).waiting().count():
        words = Words("处照片疑点待核查", "doubtful photographs to look at")
        address = reverse("photographs:doubts") + "?verdict=waiting"
        yield Card(words, str(number), address, "warn")


@cards(34, REVIEW)
def lost(person: Person) -> Iterator[Card]:
    """The photographs whose visit never came."""
    if number := queries.lost(person).count():
        words = Words("张照片没有等到走访", "photographs whose visit never came")
        yield Card(words, str(number), reverse("photographs:lost"), "warn")


@panel(40, REVIEW)
def unproven_here(person: Person, round_: Round) -> Iterator[Card]:
    """The judgements of a round whose photographs were not accepted."""
    if number := unproven(person).filter(round=round_).count():
        words = Words("条判定的照片不予采信", "judgements whose photographs were not accepted")
        url = f"{reverse('photographs:unproven')}?round={round_.pk}"
        yield Card(words, str(number), url, "warn")


@link(10, SEE)
def showing(person: Person, observation: Observation) -> Iterator[Link]:
    """The photographs that show what was observed."""
    for number, one in enumerate(queries.of_judgements(person, [observation.uuid]), start=1):
        text = Words(f"第 {number} 张", f"No. {number}")
        yield Link(Words("照片", "Photographs"), str(text), one.get_absolute_url())
