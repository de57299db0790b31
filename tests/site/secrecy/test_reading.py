"""What is left out where two worlds are compared hides nothing that would tell of a round."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.site.cast import World
from tests.site.secrecy.addresses import Asked
from tests.site.secrecy.reading import Answer, ask, differences, plain
from tests.site.secrecy.worlds import NOW, at, both

PAGE = (
    '<input name="csrfmiddlewaretoken" value="{token}"><h1>{title}</h1>\n'
    '<p class="code">ML35 TJX5 DPZE HNAW KEKY AJZH HWLT S22G</p><b class="number">{count}</b>\n'
    'chuangcheng_requests_total{{status="200"}} {token}\nchuangcheng_jobs{{state="done"}} {count}\n'
)
SAID = {"token": "1", "title": "第1轮测评", "count": "3"}


def page(**changes: str) -> str:
    """A page that has a little of everything."""
    return PAGE.format(**SAID | changes)


def test_it_leaves_out_what_honestly_differs() -> None:
    assert plain(page()) == plain(page(token="2"))


@pytest.mark.parametrize("planted", [{"title": "密访三"}, {"count": "4"}])
def test_it_leaves_in_what_would_tell_of_a_round(planted: dict[str, str]) -> None:
    assert plain(page()) != plain(page(**planted))


@pytest.mark.parametrize("other", [Answer(403, (), ""), Answer(200, (("ETag", "2"),), "")])
def test_it_compares_more_than_texts(other: Answer) -> None:
    asked = Asked("/inspections/")
    assert differences({asked: Answer(200, (), "")}, {asked: other})


@pytest.mark.parametrize("path", ["/points/?format=xlsx", "/points/?format=csv", "/api/points"])
def test_it_reads_every_kind_of_answer(path: str, world: World) -> None:
    stage = both(world)
    with at(NOW):
        answer, _page = ask(stage.browser("office"), Asked(path))
    assert answer.status == 200
    assert stage.campaign.rounds.count() == 2
    assert "R0" in answer.text


def test_it_gets_the_same_twice(world: World) -> None:
    with at(NOW):
        client: Client = both(world).browser("office")
        assert ask(client, Asked("/"))[0] == ask(client, Asked("/"))[0]
