"""How problems are found: first by their number, then by the words of their own index."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from chuangcheng.ground.scope import Person
from chuangcheng.ground.search.registry import Held, held
from chuangcheng.ground.words import Words
from chuangcheng.remedy.problems import queries, showing
from chuangcheng.remedy.problems.looking import newest, numbered
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.rules import SEE


def keys(person: Person, query: str) -> list[int]:
    """The problems that a person finds, those of the number first, then the newest of the words."""
    mine = queries.problems(person).order_by("-pk")
    exact = list(mine.filter(number__in=numbered(query)).values_list("pk", flat=True))
    if exact and not query.isdecimal():
        # Who has typed a number looks for one problem; its parts stand in a million others.
        return exact
    others = mine.filter(pk__in=newest(query)).exclude(pk__in=exact)
    return [*exact, *others.values_list("pk", flat=True)]


held(
    Held(
        model=Problem,
        words=Words("问题", "Problems"),
        right=SEE,
        rows=queries.problems,
        columns=("title", "address", "detail", "item_zh", "item_en"),
        order=6,
        keys=keys,
        beside=showing.place,
        at=lambda query: f"{reverse('problems:list')}?{urlencode({'view': 'all', 'q': query})}",
        list=Words("问题清单", "the list of problems"),
    )
)
