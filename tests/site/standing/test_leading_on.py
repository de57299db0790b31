"""From a standing on to the records it was made of, and to the problems they gave rise to."""

from __future__ import annotations

import pytest

from chuangcheng.engine.rules import Grade
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.ground.areas.models import Level
from chuangcheng.ground.people.models import User
from chuangcheng.outcome.standing import actions, queries
from chuangcheng.outcome.standing.explained import found_in_words
from chuangcheng.outcome.standing.models import Computation, Loss
from tests.site.cast import SYSTEM, World, area, signed_in
from tests.site.inspections.scene import Scene as Street
from tests.site.inspections.scene import take_in, written
from tests.site.problems.scene import PASS, Scene, correct


def computed(scene: Scene) -> Computation:
    """A computation of the round that was followed into problems."""
    round_ = type(scene.round).objects.get(pk=scene.round.pk)
    return actions.compute(SYSTEM, round_=round_)


def loss_page(scene: Scene, person: User) -> str:
    """What the page says of the lamps that failed, in the county."""
    loss = Loss.objects.get(area=scene.world.county, observation=scene.fault)
    code = scene.world.county.code
    address = f"/standing/{loss.computation_id}/area/{code}/losses/{loss.pk}/"
    return str(signed_in(person).get(address).content.decode())


def test_it_leads_from_a_loss_to_its_problem(world: World) -> None:
    scene = Scene(world)
    computed(scene)
    page = loss_page(scene, world.office)
    assert f'<a href="{scene.lamps.get_absolute_url()}">' in page
    other = type(scene.lamps).objects.exclude(pk=scene.lamps.pk).get()
    assert other.get_absolute_url() not in page


def test_it_leads_to_no_problem_that_a_correction_took_back(world: World) -> None:
    scene = Scene(world)
    computed(scene)
    address = scene.lamps.get_absolute_url()
    scene.lamps.sightings.update(withdrawn_at="2026-03-02T00:00:00Z")
    assert f'<a href="{address}">' not in loss_page(scene, world.office)


@pytest.mark.parametrize("where", ["county", "street", "township"])
def test_it_counts_the_records_of_the_area(where: str, world: World) -> None:
    scene = Street(world)
    place = getattr(world, where)
    own = {"county": 6, "street": 4, "township": 2}[where]
    assert queries.records(world.office, scene.computation, place).listed == own
    page = signed_in(world.office).get(f"/standing/{scene.computation.pk}/area/{place.code}/")
    more = "" if where == "county" else f"?area={place.code}"
    address = f"/inspections/{scene.round.pk}/observations/{more}"
    assert f'<a href="{address}">{own}</a>' in page.content.decode()
    listed = signed_in(world.office).get(address).context["table"]
    assert listed.page.paginator.count == own


def test_it_leads_to_the_very_records_of_an_area_and_all_below_it(world: World) -> None:
    area("QH-DJ-1", "东街一社区", Level.COMMUNITY, world.street)
    scene, office = Street(world), signed_in(world.office)
    take_in(SYSTEM, scene.round, written(("QH-DJ-1", "", "", "", "kerbs", "v9", "onsite", "fail")))
    later = actions.compute(SYSTEM, round_=type(scene.round).objects.get(pk=scene.round.pk))
    page = office.get(f"/standing/{later.pk}/area/{world.street.code}/").content.decode()
    address = f"/inspections/{scene.round.pk}/observations/?area={world.street.code}"
    assert f'<a href="{address}">5</a>' in page
    rows = office.get(address).context["table"].page.paginator.object_list
    assert sorted(row.area.code for row in rows) == [*["QH-DJ"] * 4, "QH-DJ-1"]


def test_it_leads_nowhere_where_nothing_was_recorded(world: World) -> None:
    area("QH-BJ", "北街街道", Level.TOWNSHIP, world.county)
    scene = Street(world)
    page = signed_in(world.office).get(f"/standing/{scene.computation.pk}/area/QH-BJ/")
    assert "<dd>0</dd>" in page.content.decode()


def test_it_adds_the_records_of_the_areas_up(world: World) -> None:
    scene = Street(world)
    whole, *parts = (
        queries.records(world.office, scene.computation, place).listed
        for place in (world.county, world.street, world.township)
    )
    assert whole == sum(parts) == scene.computation.observations


def test_it_counts_the_records_as_they_were(world: World) -> None:
    scene = Scene(world)
    before = computed(scene)
    known = queries.records(world.office, before, world.street).listed
    assert known
    correct(scene, PASS)
    assert queries.records(world.office, before, world.street).listed == known


@pytest.mark.parametrize(
    ("result", "rule", "said"),
    [
        ("again", None, "再次发现（以前已经指出）"),
        ("fail", None, "不符合"),
        ("C#", {"C#": {"zh": "C# 级（低于底线）", "en": "Below the floor"}}, "C# 级（低于底线）"),
    ],
)
def test_it_spells_a_result_out(
    result: str,
    rule: dict[str, dict[str, str]] | None,
    said: str,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = Street(world)
    seen = Observation(item="lamps", result=result, count=3)
    if rule:
        known = Grade.model_validate({"kind": "grade", "grades": {"C#": 0}, "titles": rule})
        learnt = inspections.learnt(scene.round)
        monkeypatch.setitem(learnt.rules, "lamps", known)  # type: ignore[arg-type]  # a dict in truth
    assert found_in_words(scene.round, seen) == f"{said} · 3"
