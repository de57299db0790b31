"""Codes in the log are told by their labels, in the reader's language."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from chuangcheng.ground.audit import labels
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.audit.telling import sentence
from chuangcheng.ground.audit.verbs import VERBS
from chuangcheng.ground.words import Words
from tests.site.cast import World

Browser = Callable[[str | None], Client]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "发现一张照片有疑点：可能经过修图、不在点位附近"),
        ("en", "found a photograph doubtful: Perhaps edited, Not near the point"),
    ],
)
def test_it_tells_codes_by_their_labels(language: str, said: str) -> None:
    told = {"photograph": "P1", "doubts": "edited, out-of-place"}
    assert sentence(Event(verb="photograph.doubt", title="", after=told), language) == said


def test_it_keeps_a_code_that_is_no_longer_known() -> None:
    told = {"photograph": "P1", "doubts": "blurred"}
    assert sentence(Event(verb="photograph.doubt", title="", after=told), "en").endswith(
        ": blurred"
    )


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("area.move", "把区域“…”移到“…”之下", "Moved the area “…” below “…”"),
        ("area.import", "从文件“…”导入区域", "Imported areas from “…”"),
        ("standing.compute", "计算了“…”的成绩", "Computed the standing of “…”"),
        ("round.judge", "在测评“…”中更正了一条判定", "Corrected a judgement in the round “…”"),
        ("session.begin", "登录了", "Signed in"),
    ],
)
def test_it_names_a_verb_without_what_fills_its_sentence(name: str, zh: str, en: str) -> None:
    assert labels.label(VERBS[name]) == Words(zh, en)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_names_every_verb_by_words_of_its_own(language: str) -> None:
    told = {v.name: (labels.key(v.name), labels.label(v).pick(language)) for v in VERBS.values()}
    assert len(set(told.values())) == len(told)
    assert [name for name, (_noun, text) in told.items() if name in text or "{" in text] == []


def test_it_knows_the_noun_of_every_verb() -> None:
    ours = [verb.name for verb in VERBS.values() if verb.module.startswith("chuangcheng.")]
    assert [name for name in ours if labels.title(name).zh == "其他"] == []
    assert labels.title("gone.long-ago").zh == "其他"


@pytest.mark.parametrize(
    ("language", "noun", "verb"),
    [("zh-hans", "区域", "新建了区域“…”"), ("en", "Areas", "Created the area “…”")],
)
def test_it_offers_verbs_in_words_under_their_nouns(
    language: str, noun: str, verb: str, as_: Browser
) -> None:
    page = as_("office").get("/audit/", headers={"accept-language": language}).content.decode()
    group = page.partition(f'<optgroup label="{noun}">')[2].partition("</optgroup>")[0]
    assert f'<option value="area.create">{verb}</option>' in group
    shown = re.sub(r"<[^>]*>", " ", page)
    assert [name for name in VERBS if re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", shown)] == []


@pytest.mark.parametrize(
    ("query", "verbs"),
    [
        ("?kind=areas", {"area.create"}),
        ("?kind=units", {"unit.create"}),
        ("?verb=unit.create", {"unit.create"}),
        ("?kind=areas&verb=unit.create", set()),
    ],
)
def test_it_shows_the_verbs_that_were_chosen(
    query: str, verbs: set[str], as_: Browser, world: World
) -> None:
    page = as_("office").get(f"/audit/{query}").context["table"].page
    assert {event.verb for event in page.paginator.object_list} == verbs


def test_it_names_the_verb_of_one_event_in_words(as_: Browser, world: World) -> None:
    event = Event.objects.get(verb="area.create", subject_id=str(world.county.pk))
    page = as_("office").get(event.get_absolute_url()).content.decode()
    assert "<dd>新建了区域“…”</dd>" in page
    assert "area.create" not in page
