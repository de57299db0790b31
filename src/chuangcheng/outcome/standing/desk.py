"""Standing on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, menu
from chuangcheng.ground.words import Words
from chuangcheng.outcome.standing import printing, queries
from chuangcheng.outcome.standing.rules import COMPUTE, SEE

menu(Entry("standing", Words("成绩", "Standing"), "standing:list", 10, SEE))


@cards(10, SEE)
def newest(person: Person) -> Iterator[Card]:
    """The newest score, with its interval."""
    last = queries.scored(person).first()
    if last is not None and last.top_net is not None:
        words = Words(f"最近成绩：{last.round}", f"newest score: {last.round}")
        margin = printing.margin(last.top_low, last.top_high)
        yield Card(words, printing.points(last.top_net), last.get_absolute_url(), note=margin)


@cards(11, COMPUTE)
def behind(person: Person) -> Iterator[Card]:
    """The rounds whose standing is older than their observations."""
    if number := queries.waiting(person).count():
        words = Words("轮测评有新记录，成绩待重算", "rounds have new records; compute again")
        yield Card(words, str(number), reverse("standing:list"), "warn")
