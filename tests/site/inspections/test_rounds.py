"""Rounds: who makes them is on them, and their days and editions hold."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from chuangcheng.engine.draws import Quota
from chuangcheng.evidence.assignments import actions as assignments
from chuangcheng.evidence.assignments.rules import Order
from chuangcheng.evidence.draws import actions as draws
from chuangcheng.evidence.draws.models import Draw
from chuangcheng.evidence.draws.rules import DrawFacts
from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.evidence.inspections.models import Decision, Observation, Round
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.ground.audit import queries as audit
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
from tests.site.assignments.street import Street
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene


def test_it_puts_whoever_makes_a_round_on_it(world: World) -> None:
    of = scene.campaign(world)
    form = {
        "campaign": of.pk, "year": 2025, "number": 2, "title_zh": "暗访", "round_kind": "undercover",
        "starts": "2025-06-01", "ends": "2025-06-02", "secret": "on",
    }  # fmt: skip
    signed_in(world.office).post(reverse("inspections:create"), form)
    made = Round.objects.get()
    assert made.secret
    assert list(made.members.all()) == [world.office]
    assert queries.visible(world.office).get() == made


def test_it_refuses_to_end_before_it_starts(world: World) -> None:
    made = scene.round_(world, scene.campaign(world))
    facts = replace(_facts(made), ends=date(2025, 2, 1))
    with pytest.raises(ValidationError) as refused:
        actions.change(world.office, round_=made, facts=facts, members=[])
    assert "ends" in refused.value.message_dict


def test_it_refuses_to_leave_a_secret_round_without_members(world: World) -> None:
    made = scene.round_(world, scene.campaign(world), secret=True, members=(world.office,))
    with pytest.raises(ValidationError):
        actions.change(world.office, round_=made, facts=_facts(made), members=[])


def test_it_keeps_members_whom_the_editor_cannot_see(world: World) -> None:
    both = (world.office, world.neighbour)
    made = scene.round_(world, scene.campaign(world), secret=True, members=both)
    form = {
        "year": 2025, "number": 1, "title_zh": "改了名", "round_kind": "undercover",
        "starts": "2025-06-01", "ends": "2025-06-02", "members": [world.inspector.pk],
    }  # fmt: skip
    signed_in(world.office).post(reverse("inspections:change", args=[made.pk]), form)
    assert Round.objects.get().title_zh == "改了名"
    assert set(made.members.all()) == {world.inspector, world.neighbour}


def test_it_lets_whoever_sees_everybody_take_anybody_off(world: World) -> None:
    both = (world.top, world.neighbour)
    made = scene.round_(world, scene.campaign(world), secret=True, members=both)
    actions.change(world.top, round_=made, facts=_facts(made), members=[world.top])
    assert list(made.members.all()) == [world.top]


def test_it_is_released_once(world: World) -> None:
    made = scene.round_(world, scene.campaign(world), secret=True, members=(world.office,))
    actions.release(world.office, round_=made)
    with pytest.raises(ValidationError):
        actions.release(world.office, round_=made)


def test_it_is_released_once_by_two_who_read_it_before(world: World) -> None:
    made = scene.round_(world, scene.campaign(world), secret=True, members=(world.office,))
    first, second = (Round.objects.get(pk=made.pk) for _ in range(2))
    moment = actions.release(world.office, round_=first).released_at
    with pytest.raises(ValidationError):
        actions.release(world.office, round_=second)
    assert Round.objects.get(pk=made.pk).released_at == moment
    assert Event.objects.filter(verb="round.release").count() == 1


def test_it_is_discarded_while_nothing_rests_on_it(world: World) -> None:
    made = scene.round_(world, scene.campaign(world))
    page = reverse("inspections:discard", args=[made.pk])
    assert page in signed_in(world.office).get(made.get_absolute_url()).content.decode()
    signed_in(world.office).post(page, {"why": "建错了"})
    assert not queries.visible(world.office).exists()
    assert signed_in(world.office).get(made.get_absolute_url()).status_code == 404
    assert Event.objects.get(verb="round.discard").why == "建错了"


def test_it_tells_of_a_discarded_secret_round_to_nobody_else(world: World) -> None:
    made = scene.round_(world, scene.campaign(world), secret=True, members=(world.office,))
    actions.discard(world.office, round_=made, why="建错了")
    told = {
        person: audit.events(person).filter(verb="round.discard").count()
        for person in (world.office, world.top)
    }
    assert told == {world.office: 1, world.top: 0}


@pytest.mark.parametrize("used", ["announced", "decided", "shared out", "seen"])
def test_it_stays_when_anything_rests_on_it(used: str, world: World) -> None:
    made = USES[used](world)
    with pytest.raises(ValidationError, match="不能作废"):
        actions.discard(world.office, round_=made, why="建错了")
    page = signed_in(world.office).get(made.get_absolute_url()).content.decode()
    assert reverse("inspections:discard", args=[made.pk]) not in page


def test_it_takes_nothing_in_once_discarded(world: World) -> None:
    made = scene.round_(world, scene.campaign(world))
    actions.discard(SYSTEM, round_=Round.objects.get(pk=made.pk), why="建错了")
    with pytest.raises(ValidationError, match="已经作废"):
        actions.change(world.office, round_=made, facts=_facts(made), members=[])


DONE = [
    *("change", "release", "close", "reopen", "discard"),
    *("decide", "take back", "judge", "record", "import"),
]


@pytest.mark.parametrize("done", DONE)
def test_it_does_nothing_with_a_round_that_was_discarded_meanwhile(done: str, world: World) -> None:
    laid = scene.Scene(world, secret=True)
    Round.objects.filter(pk=laid.round.pk).update(discarded_at=timezone.now())
    told = Event.objects.count(), Decision.objects.count(), Observation.objects.count()
    with pytest.raises(ValidationError, match="已经作废"):
        DEEDS[done](laid)
    assert (Event.objects.count(), Decision.objects.count(), Observation.objects.count()) == told


def test_it_says_on_the_form_that_the_round_was_discarded_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scene.round_(world, scene.campaign(world))
    form, decide = {"area": world.street.pk, "sanction": "B-01", "times": 1}, actions.decide

    def later(*args: User, **facts: Any) -> Decision:
        actions.discard(SYSTEM, round_=Round.objects.get(pk=made.pk), why="建错了")
        return decide(*args, **facts)

    monkeypatch.setattr(actions, "decide", later)
    page = signed_in(world.office).post(reverse("inspections:decide", args=[made.pk]), form)
    assert (page.status_code, "已经作废" in page.content.decode()) == (200, True)
    assert not Decision.objects.exists()


def test_it_is_discarded_for_a_reason_only(world: World) -> None:
    made = scene.round_(world, scene.campaign(world))
    with pytest.raises(ValidationError, match="理由"):
        actions.discard(world.office, round_=made, why=" ")


def _announced(world: World) -> Round:
    made = scene.round_(world, scene.campaign(world))
    scene.lay_points(world)
    quota = Quota(area="QH-DJ", point_type="road", number=1)
    draws.announce(SYSTEM, round_=made, facts=DrawFacts("福彩", (quota,)))
    return made


def _decided(world: World) -> Round:
    made = scene.round_(world, scene.campaign(world))
    actions.decide(SYSTEM, round_=made, area=world.street, sanction="B-01")
    return made


def _shared_out(world: World) -> Round:
    street = Street(world)
    order = Order(street.crew[1:2], street.days[:1], 1, 0.0)
    assignments.share_out(SYSTEM, round_=street.round, order=order)
    draws.discard(SYSTEM, draw=Draw.objects.get(round=street.round), why="重来")
    return street.round


USES: dict[str, Callable[[World], Round]] = {
    "announced": _announced,
    "decided": _decided,
    "shared out": _shared_out,
    "seen": lambda world: scene.Scene(world).round,
}


def test_it_keeps_the_edition_it_was_made_under(world: World) -> None:
    of = scene.campaign(world)
    assert scene.round_(world, of).edition == of.edition


def test_it_shows_those_in_a_part_of_the_area_their_part(world: World) -> None:
    whole = scene.Scene(world)
    assert queries.visible(world.clerk).get() == whole.round
    units = set(queries.observations(world.clerk).values_list("unit__code", flat=True))
    assert units == {"QH-JJ"}


def _facts(made: Round) -> actions.RoundFacts:
    names = actions.RoundFacts.__dataclass_fields__
    return actions.RoundFacts(**{name: getattr(made, name) for name in names})


def test_it_asks_nobody_to_import_who_may_not(world: World) -> None:
    made = scene.round_(world, scene.campaign(world))
    page = made.get_absolute_url()
    told = {who: signed_in(who).get(page).content.decode() for who in (world.office, world.clerk)}
    assert "先下载模板" in told[world.office]
    assert "先下载模板" not in told[world.clerk]
    assert "这里还没有你能看到的观察记录。" in told[world.clerk]


def test_it_says_that_parts_are_made_one(world: World) -> None:
    whole = scene.Scene(world)
    page = whole.round.get_absolute_url()
    assert "分段判定" not in signed_in(world.office).get(page).content.decode()
    headings = (*scene.HEADINGS, "repeat")
    row = ("QH-XH", "QH-JJ", "P3", "road", "lamps", "v9", "onsite", "pass")
    scene.take_in(SYSTEM, whole.round, scene.written((*row, ""), (*row, "2"), headings=headings))
    assert (
        "有 2 条是分段判定的，在成绩里算作 1 条"
        in signed_in(world.office).get(page).content.decode()
    )


def test_it_names_the_standard_of_an_observation(world: World) -> None:
    whole = scene.Scene(world)
    page = signed_in(world.office).get(whole.fault.get_absolute_url()).content.decode()
    key = queries.standard_of(whole.round, "lamps", "road")
    edition = whole.round.edition_id
    assert reverse("frameworks:standard", args=[edition, key]) in page
    title = queries.names(whole.round).of("item", "lamps")
    assert f">lamps {title}</a>" in page


def _recorded(laid: scene.Scene) -> object:
    point = Point.objects.get(code="P1")
    seen = Seen(uuid4(), point, "lamps", "v9", "pass")
    return actions.record(SYSTEM, round_=laid.round, rows=[seen])


#: What somebody does whose page was open before the round was discarded.
DEEDS: dict[str, Callable[[scene.Scene], object]] = {
    "decide": lambda laid: actions.decide(
        SYSTEM, round_=laid.round, area=laid.world.street, sanction="B-01"
    ),
    "take back": lambda laid: actions.take_back(SYSTEM, decision=laid.decision, why="误记"),
    "judge": lambda laid: actions.judge(
        SYSTEM, observation=laid.fault, said=Judgement("pass"), why="误判"
    ),
    "record": _recorded,
    "import": lambda laid: scene.take_in(SYSTEM, laid.round, scene.written(*scene.STREET)),
    "change": lambda laid: actions.change(
        SYSTEM, round_=laid.round, facts=_facts(laid.round), members=[laid.world.office]
    ),
    "release": lambda laid: actions.release(SYSTEM, round_=laid.round),
    "close": lambda laid: actions.close(SYSTEM, round_=laid.round),
    "reopen": lambda laid: actions.reopen(SYSTEM, round_=laid.round, why="还有走访"),
    "discard": lambda laid: actions.discard(SYSTEM, round_=laid.round, why="建错了"),
}
