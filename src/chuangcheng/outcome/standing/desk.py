"""Standing on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.evidence.inspections.links import Link, link
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.panels import panel
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Block, Card, Entry, blocks, cards, menu, steady
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns.queries import open_campaigns
from chuangcheng.outcome.standing import glance, printing, queries
from chuangcheng.outcome.standing.finished import finished
from chuangcheng.outcome.standing.rules import COMPUTE, SEE

menu(Entry("standing", Words("成绩", "Standing"), "standing:list", 10, SEE))


@cards(11, COMPUTE)
@steady
def behind(person: Person) -> Iterator[Card]:
    """The finished rounds whose standing is older than their observations."""
    if number := queries.waiting(person).filter(finished()).count():
        words = Words("轮测评有新记录，成绩待重算", "rounds have new records; compute again")
        yield Card(words, str(number), reverse("standing:list"), "warn")


@panel(1, SEE)
def score(person: Person, round_: Round) -> Iterator[Card]:
    """What a round came to, in the largest area in scope."""
    found = queries.newest(person).filter(round=round_).first()
    top = queries.tops(person, [found]).get(found.pk) if found else None
    if found and top:
        words, note = Words("成绩", "Standing"), Words("怎么得来的 →", "how it came about →")
        if not found.finished:
            words = Words("暂算成绩", "Provisional standing")
        yield Card(
            words,
            printing.points(top.net if top.assessed else None),
            found.get_absolute_url(),
            note=str(note),
        )


@blocks(18, SEE)
@steady
def newest(person: Person) -> Iterator[Block]:
    """The newest score with what moved it, and the weakest kinds of point."""
    last = glance.last(person)
    if last is None:
        return
    words = Words("最近成绩", "Newest score")
    more = Words("全部成绩", "All standings")
    round_ = str(last.computation.round)
    yield Block(words, tuple(last.lines()), reverse("standing:list"), more, round_)
    words = Words("失分最多的点位类型", "Kinds of point that lose most")
    more = Words("全部类型", "All kinds")
    yield Block(words, tuple(last.kinds()), last.kinds_page(), more, round_)


@blocks(10, SEE)
def counties(person: Person) -> Iterator[Block]:
    """For whoever sees several campaigns, where each of their areas stands."""
    running = list(open_campaigns(person))
    if len(running) > 1:
        words = Words("各县（市、区）", "Counties and districts")
        more = Words("全部成绩", "All standings")
        yield Block(words, tuple(glance.counties(person, running)), reverse("standing:list"), more)


@link(30, SEE)
def cost(person: Person, observation: Observation) -> Iterator[Link]:
    """What an observation cost its area, standard by standard and unit by unit."""
    for one in queries.cost(person, observation):
        words = Words("失分", "Points lost")
        text = f"{printing.MINUS}{printing.points(one.lost, 4)} · {one.standard}"
        text = f"{text} · {one.unit}" if one.unit else text
        address = reverse("standing:loss", args=[one.computation_id, one.area.code, one.pk])
        yield Link(words, text, address)
