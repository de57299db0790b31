"""Draws on the site: announced, drawn, verified by anybody, and replaced in order."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.cli import run
from chuangcheng.engine.draws import Exclusion, Quota
from chuangcheng.evidence.draws import actions, queries
from chuangcheng.evidence.draws.models import Draw, Drawn
from chuangcheng.evidence.draws.rules import DrawFacts
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.audit.models import Event
from tests.site.assignments.street import FACTS, QUOTAS, Street
from tests.site.cast import World, signed_in


def test_it_draws_what_the_command_line_draws_again(world: World, tmp_path: Path) -> None:
    street, browser = Street(world), signed_in(world.office)
    for name, file in (("frame", "points.csv"), ("record", "record.json")):
        content = browser.get(reverse(f"draws:{name}", args=[street.round.pk])).content
        (tmp_path / file).write_bytes(content)
    asked = ["draw", str(tmp_path / "points.csv"), "--verify", str(tmp_path / "record.json")]
    assert run(asked) == 0


def test_it_keeps_how_likely_each_point_was(world: World) -> None:
    street = Street(world)
    drawn = {one.point.code[0]: one.probability for one in queries.to_visit(street.round)}
    assert drawn == {"R": pytest.approx(2 / 3), "M": pytest.approx(1 / 3)}


def test_it_leaves_out_what_is_excluded(world: World) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    out = tuple(Exclusion(point=f"R{n}", reason="施工") for n in (0, 2))
    one = (Quota(area="QH-DJ", point_type="road", number=1),)
    draw = actions.announce(
        world.office, round_=street.round, facts=DrawFacts("开奖号码", one, out)
    )
    actions.draw_points(world.office, draw=draw, seed="7")
    assert [point.point.code for point in queries.to_visit(street.round)] == ["R1"]


def test_it_tells_everything_wrong_at_once(world: World) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    quotas = (Quota(area="QH-DJ", point_type="road", number=4),)
    out = (Exclusion(point="X9", reason="施工"), Exclusion(point="R1", reason=" "))
    with pytest.raises(ValidationError) as refused:
        actions.announce(world.office, round_=street.round, facts=DrawFacts(" ", quotas, out))
    assert refused.value.message_dict.keys() == {"announced", "excluded", "quotas"}
    assert len(refused.value.message_dict["excluded"]) == 2


def test_it_says_in_which_cell_a_quota_is_no_number(world: World) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    browser, page = signed_in(world.office), reverse("draws:plan", args=[street.round.pk])
    cell = dict(browser.get(page).context["form"].fields["q0"].widget.attrs)["aria-label"]
    told = browser.post(page, {"announced": "开奖号码", "q0": "many"}).content.decode()
    assert f"<li>“{cell}”要填整数。</li>" in told


def test_it_stays_as_drawn(world: World) -> None:
    street = Street(world)
    with pytest.raises(ValidationError):
        actions.announce(world.office, round_=street.round, facts=FACTS)
    with pytest.raises(ValidationError):
        actions.draw_points(world.office, draw=street.draw, seed="8")


def test_it_keeps_what_was_drawn_while_another_announced(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    draw = actions.announce(world.office, round_=street.round, facts=FACTS)
    wait(monkeypatch, lambda: actions.draw_points(world.office, draw=draw, seed="7"))
    with pytest.raises(ValidationError):
        actions.announce(world.office, round_=street.round, facts=FACTS)


def test_it_draws_once_while_two_are_at_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    draw = actions.announce(world.office, round_=street.round, facts=FACTS)
    wait(monkeypatch, lambda: actions.draw_points(world.office, draw=draw, seed="7"))
    with pytest.raises(ValidationError):
        actions.draw_points(world.office, draw=draw, seed="8")


def test_it_discards_a_draw_once_and_not_the_next_one(world: World) -> None:
    street = Street(world)
    first, same = (Draw.objects.get(pk=street.draw.pk) for _ in range(2))
    actions.discard(world.office, draw=first, why="重来")
    later = actions.announce(world.office, round_=street.round, facts=FACTS)
    with pytest.raises(ValidationError):
        actions.discard(world.office, draw=same, why="重来")
    assert Draw.objects.get() == later
    assert Event.objects.filter(verb="draw.discard").count() == 1


def test_it_announces_without_touching_what_is_drawn(world: World) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    actions.announce(world.office, round_=street.round, facts=FACTS)
    with CaptureQueriesContext(connection) as asked:
        actions.announce(world.office, round_=street.round, facts=FACTS)
    [written] = [q["sql"] for q in asked if q["sql"].startswith('UPDATE "draws_draw"')]
    assert not {name for name in ("record", "seed", "drawn_at") if f'"{name}"' in written}


@pytest.mark.parametrize("seed", ["", " 7", "7  8", "7\n8"])
def test_it_refuses_seeds_that_print_hides(world: World, seed: str) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="重来")
    draw = actions.announce(world.office, round_=street.round, facts=FACTS)
    with pytest.raises(ValidationError):
        actions.draw_points(world.office, draw=draw, seed=seed)


def test_it_replaces_by_the_next_in_order_until_there_is_none(world: World) -> None:
    street = Street(world)
    first = queries.to_visit(street.round).filter(point__code__startswith="R").first()
    assert first
    other = actions.replace(world.office, drawn=first, why="道路封闭")
    assert {other.point.code, *_codes(street, "R")} == _codes(street, "R")
    with pytest.raises(ValidationError):
        actions.replace(world.office, drawn=other, why="也封闭")


def test_it_verifies_with_its_replacements(world: World) -> None:
    street = Street(world)
    one = queries.to_visit(street.round).first()
    assert one
    actions.replace(world.office, drawn=one, why="道路封闭")
    draw = Draw.objects.get()
    said = json.loads(json.dumps(draw.record))
    assert said["replacements"][0]["reason"] == "道路封闭"
    assert set(draw.engine_record().visited()) == _codes(street, "")


def test_it_leaves_seed_and_reason_in_the_log(world: World) -> None:
    street = Street(world)
    actions.discard(world.office, draw=street.draw, why="配额有误")
    told = Event.objects.get(verb="draw.discard")
    assert (told.why, (told.before or {})["seed"]) == ("配额有误", "03 08 14")
    assert not Drawn.objects.exists()


def test_it_suggests_quotas_in_proportion(world: World) -> None:
    street = Street(world)
    frame = queries.frame(street.round)
    assert sum(queries.suggested(frame, 4).values()) == 4
    assert sum(queries.suggested(frame, 99).values()) == len(frame)
    assert queries.suggested(frame, 0) == {("QH-DJ", "road"): 1, ("QH-XH", "market"): 1}


def test_it_announces_and_draws_on_the_pages(world: World) -> None:
    street, browser = Street(world), signed_in(world.office)
    actions.discard(world.office, draw=street.draw, why="重来")
    key = street.round.pk
    form = {"announced": "开奖号码", "excluded": "R0 施工", "q0": "1", "q1": "2"}
    browser.post(reverse("draws:plan", args=[key]), form)
    browser.post(reverse("draws:draw", args=[key]), {"seed": "7"})
    drawn = Draw.objects.get()
    assert drawn.drawn
    assert len(drawn.engine_record().sample) == 3


def test_it_exports_the_drawn_points(world: World) -> None:
    street = Street(world)
    page = signed_in(world.office).get(
        reverse("draws:detail", args=[street.round.pk]) + "?format=csv"
    )
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + sum(quota.number for quota in QUOTAS)


def wait(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> None:
    """Have the next verb wait for its round while another who holds it does something."""
    hold = actions.hold

    def held(round_: Round) -> Round:
        monkeypatch.setattr(actions, "hold", hold)
        meanwhile()
        return hold(round_)

    monkeypatch.setattr(actions, "hold", held)


def _codes(street: Street, first: str) -> set[str]:
    rows = queries.to_visit(street.round).filter(point__code__startswith=first)
    return set(rows.values_list("point__code", flat=True))
