"""Events are told in words: no code, bracket or hash, whoever acted and whatever was done."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from chuangcheng.evidence.assignments import actions as assignments
from chuangcheng.evidence.assignments.rules import AssignmentFacts
from chuangcheng.evidence.inspections import actions as rounds
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.rules import Judgement, RoundFacts
from chuangcheng.evidence.photographs import actions as photographs
from chuangcheng.evidence.photographs.rules import Owner
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.audit.queries import events
from chuangcheng.ground.audit.telling import actor, sentence
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.scope import System
from chuangcheng.remedy.problems.models import Problem
from tests.engine.small import framework
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene
from tests.site.looks.busy import Busy
from tests.site.photographs.pictures import jpeg
from tests.site.visits.street import Street

Browser = Callable[[str | None], Client]
LANGUAGES = ["zh-hans", "en"]
#: Brackets of code, names of code, hashes, one of many, and a sentence without its end.
CODE = re.compile(r"[\[\]{}_<>]|\bNone\b|\b\w+\.\w+\b|\b(?=\w*\d)[0-9a-f]{8,}\b|\b1 \w+s\b|: ?$")
#: What people typed stands between these.
TYPED = re.compile(r"“[^”]*”")


def busy(world: World) -> list[Event]:
    """All that a county in full swing leaves in the log, and what a desk does besides."""
    Busy(world)
    people.place(world.office, user=world.clerk, posts={world.police: "科员", world.markets: ""})
    people.place(world.office, user=world.newcomer, posts={})
    day = timezone.localdate() + timedelta(days=3)
    people.delegate(world.clerk, grant=world.clerk_grant, to=world.newcomer, ends=day, why="休假")
    problem = Problem.objects.filter(open=True).first()
    assert problem is not None
    owner = Owner(Problem.kind, str(problem.pk), problem.area, (world.police,))
    photographs.add(world.clerk, owner=owner, content=jpeg(1))
    return list(Event.objects.order_by("seq"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_every_event_of_a_busy_county_in_words(language: str, world: World) -> None:
    told = {e.verb: TYPED.sub("", sentence(e, language)) for e in busy(world)}
    assert {verb: text for verb, text in told.items() if CODE.search(text)} == {}
    latin = {verb: text for verb, text in told.items() if re.search("[A-Za-z]", text)}
    assert language == "en" or latin == {}


def test_it_names_the_units_in_which_somebody_is_placed(world: World) -> None:
    busy(world)
    some, none = Event.objects.filter(verb="person.place").order_by("seq")
    both = "青禾县交警大队、青禾县市场监管局"
    assert sentence(some, "zh-hans") == f"设定了“联小青”所在的单位：{both}"
    assert sentence(none, "en") == "set the units of “新小青”: none"


@pytest.mark.parametrize(
    ("visits", "said"), [(1, "1 observation of 1 visit"), (2, "2 observations of 2 visits")]
)
def test_it_counts_in_english_as_english_does(visits: int, said: str) -> None:
    event = Event(verb="round.record", title="R", after={"new": visits, "visits": visits})
    assert sentence(event, "en") == f"recorded {said} in the round “R”"


@pytest.mark.parametrize(
    ("verdict", "zh", "en"), [("符合 met", "符合", "met"), ("不符合 not met", "不符合", "not met")]
)
def test_it_tells_a_verdict_in_one_language(verdict: str, zh: str, en: str) -> None:
    event = Event(verb="problem.recheck", title="P", after={"verdict": verdict})
    assert sentence(event, "zh-hans").endswith(f"：{zh}")
    assert sentence(event, "en").endswith(f"”: {en}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_calls_what_acts_by_itself_by_words(language: str, as_: Browser, world: World) -> None:
    people.lay_roles(System("sample"))
    page = as_("top").get("/audit/", headers={"accept-language": language}).content.decode()
    cells = set(re.findall(r"<td[^>]*>([^<]*)</td>", page))
    assert {"zh-hans": {"系统", "示例数据"}, "en": {"System", "Sample data"}}[language] <= cells
    assert not {"chuangcheng", "sample"} & cells


def test_it_leaves_a_person_of_that_name_theirs() -> None:
    assert actor(Event(actor_id=1, actor_name="sample")) == "sample"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_what_changed_as_forms_do(language: str, as_: Browser, world: World) -> None:
    busy(world)
    client, codes = as_("top"), []
    for event in {e.verb: e for e in events(world.top)}.values():
        page = client.get(event.get_absolute_url(), headers={"accept-language": language})
        text = page.content.decode()
        assert "{" not in re.sub("(?s)<script.*?</script>", "", text).partition("<h1>")[2]
        names = [change.field for change in page.context["changes"]]
        codes += [name for name in names if (language != "en" and name.isascii()) or "_" in name]
    assert codes == []


def test_it_shows_a_change_in_words(as_: Browser, world: World) -> None:
    event = Event.objects.get(verb="unit.create", subject_id=str(world.police.pk))
    found = {
        c.field: c.after for c in as_("office").get(event.get_absolute_url()).context["changes"]
    }
    assert (found["区域"], found["在用"], found["上级单位"]) == ("青禾县", "是", "—")
    assert "department" not in found.values()


def test_it_names_nothing_out_of_the_readers_scope(as_: Browser, world: World) -> None:
    event = Event.objects.get(verb="area.create", subject_id=str(world.county.pk))
    page = as_("office").get(event.get_absolute_url()).content.decode()
    assert str(world.city) not in page


def test_it_names_members_and_nobody_out_of_the_readers_scope(as_: Browser, world: World) -> None:
    both = (world.office, world.neighbour)
    made = scene.round_(world, scene.campaign(world), members=both)
    on_it = [world.inspector, *both]
    facts = RoundFacts(**{name: getattr(made, name) for name in RoundFacts.__dataclass_fields__})
    rounds.change(world.office, round_=made, facts=facts, members=on_it)
    event = Event.objects.get(verb="round.change")
    pages = {who: as_(who).get(event.get_absolute_url()) for who in ("office", "top")}
    told = {
        who: next((c.before, c.after) for c in page.context["changes"] if c.field == "成员")
        for who, page in pages.items()
    }
    ours, theirs = f"{world.office}", f"{world.neighbour}"
    assert told["office"][0] == f"{ours}、—"
    assert sorted(told["office"][1].split("、")) == sorted([f"{world.inspector}", ours, "—"])
    assert set(told["top"][0].split("、")) == {ours, theirs}
    assert theirs not in pages["office"].content.decode()


def test_it_names_the_inspectors_of_an_assignment(as_: Browser, world: World) -> None:
    street = Street(world)
    given = street.assignment("P1")
    facts = AssignmentFacts(given.day, (world.inspector, world.office))
    assignments.change(world.office, assignment=given, facts=facts)
    event = Event.objects.get(verb="assignment.change")
    found = {c.field: c for c in as_("office").get(event.get_absolute_url()).context["changes"]}
    assert found["测评员"].before == str(world.inspector)
    assert set(found["测评员"].after.split("、")) == {str(world.inspector), str(world.office)}


NAMED = {
    "zh-hans": {
        "round.judge": "在测评“第1轮测评”中更正了一条判定：“路灯”",
        "round.decide": "在测评“第1轮测评”中对“东街街道”作出了加分、减分或否决的决定：“创新加分”",
        "round.take-back": "在测评“第1轮测评”中撤销了对“东街街道”的加分、减分或否决：“创新加分”",
    },
    "en": {
        "round.judge": "corrected a judgement in the round “第1轮测评”: “Street lamps”",
        "round.decide": "decided on a bonus, penalty or veto for “东街街道” in the round"
        " “第1轮测评”: “For new ideas”",
        "round.take-back": "took back a bonus, penalty or veto for “东街街道” in the round"
        " “第1轮测评”: “For new ideas”",
    },
}


@pytest.fixture
def decided(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A judgement corrected and a bonus laid and taken back, by a framework with titles."""
    lamps = {"id": "lamps", "title": {"zh": "路灯", "en": "Street lamps"}}
    bonus = {**scene.BONUS, "title": {"zh": "创新加分", "en": "For new ideas"}}
    parts = {"items": ["lamps"], "points": 60}, {"items": ["kerbs"], "points": 40}
    titled = framework(*parts, items=[lamps], sanctions=[bonus])
    monkeypatch.setattr(scene, "framework", lambda *_parts, **_changes: titled)
    made = scene.round_(world, scene.campaign(world))
    scene.lay_points(world)
    scene.take_in(SYSTEM, made, scene.written(*scene.STREET))
    fault = Observation.objects.get(item="lamps", result="fail")
    rounds.judge(SYSTEM, observation=fault, said=Judgement("pass"), why="误判")
    laid = rounds.decide(SYSTEM, round_=made, area=world.street, sanction="B-01")
    rounds.take_back(SYSTEM, decision=laid, why="材料不符")


@pytest.mark.usefixtures("decided")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_the_item_and_the_provision(language: str) -> None:
    told = Event.objects.filter(verb__in=NAMED[language])
    assert {event.verb: sentence(event, language) for event in told} == NAMED[language]


@pytest.mark.usefixtures("decided")
def test_it_shows_the_name_of_the_provision_beside_its_code(as_: Browser) -> None:
    event = Event.objects.get(verb="round.decide")
    page = as_("office").get(event.get_absolute_url(), headers={"accept-language": "en"})
    told = {change.field: change.after for change in page.context["changes"]}
    assert (told["Bonus, penalty or veto"], told["Name of the bonus, penalty or veto"]) == (
        "B-01",
        "For new ideas",
    )


@pytest.mark.parametrize(
    ("verb", "facts", "zh", "en"),
    [
        ("judge", {"item": "lamps"}, "更正了一条判定", "corrected a judgement in the round “R”"),
        (
            "decide",
            {"area": "东街街道"},
            "对“东街街道”作出了加分、减分或否决的决定",
            "decided on a bonus, penalty or veto for “东街街道” in the round “R”",
        ),
        (
            "take-back",
            {"area": "东街街道"},
            "撤销了对“东街街道”的加分、减分或否决",
            "took back a bonus, penalty or veto for “东街街道” in the round “R”",
        ),
    ],
)
def test_it_tells_what_was_done_before_titles_were_kept(
    verb: str, facts: dict[str, str], zh: str, en: str
) -> None:
    event = Event(verb=f"round.{verb}", title="R", before=facts, after=facts)
    assert sentence(event, "zh-hans") == f"在测评“R”中{zh}"
    assert sentence(event, "en") == en
