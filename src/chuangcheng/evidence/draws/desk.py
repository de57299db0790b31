"""Draws on the page of their round."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.evidence.draws import queries
from chuangcheng.evidence.draws.rules import SEE
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.panels import panel
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card
from chuangcheng.ground.words import Words


@panel(10, SEE)
def drawn(person: Person, round_: Round) -> Iterator[Card]:
    """How many points were drawn; or that the seed is awaited; or that nothing is announced."""
    url = reverse("draws:detail", args=[round_.pk])
    draw = queries.draw_of(person, round_)
    if draw is None:
        if not round_.closed:
            yield Card(Words("还没有抽取点位", "points not drawn yet"), "—", url)
    elif draw.drawn:
        number = queries.drawn(person, round_).to_visit().count()
        yield Card(Words("抽中的点位", "points drawn"), str(number), url)
    else:
        words = Words("已公告，等种子", "announced, waiting for the seed")
        yield Card(words, "—", url, "warn")
