"""What nobody answers for, and handing out by rule."""

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.ground.units.models import Kind
from chuangcheng.mandate.duties import actions
from chuangcheng.mandate.duties.coverage import Coverage
from chuangcheng.mandate.duties.decomposition import Order, propose
from chuangcheng.mandate.duties.models import Duty
from tests.site import cast
from tests.site.cast import World
from tests.site.mandate import Browser, Scene, duty


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def coverage(scene: Scene) -> Coverage:
    return Coverage(scene.world.office, scene.campaign)


def test_it_counts_every_gap(scene: Scene) -> None:
    found = coverage(scene)
    assert found.counts == {"standards": 2, "points": 1, "streets": 0, "requirements": 1}
    assert [item.code for item in found.requirements] == ["M-rules"]
    assert list(found.points) == [scene.market]


def test_it_names_the_areas_in_which_a_standard_is_missing(scene: Scene) -> None:
    duty(scene.campaign, "1-1-2", scene.world.police, scene.world.street)
    gaps = {gap.standard.code: gap.areas for gap in coverage(scene).standards}
    assert gaps == {"1-1-2": (scene.world.township,), "2-1-1": ()}


def test_it_takes_a_standard_led_in_every_part_for_owned(scene: Scene) -> None:
    for area in (scene.world.street, scene.world.township):
        duty(scene.campaign, "1-1-2", scene.world.police, area)
    assert [gap.standard.code for gap in coverage(scene).standards] == ["2-1-1"]


def test_it_takes_a_unit_that_is_gone_for_nobody(scene: Scene) -> None:
    scene.world.police.active = False
    scene.world.police.save()
    assert len(coverage(scene).standards) == 3


def test_it_notes_overlaps_without_calling_them_gaps(scene: Scene) -> None:
    duty(scene.campaign, "1-1-1", scene.world.markets, scene.world.street)
    (overlap,) = coverage(scene).overlaps()
    assert overlap.standard.code == "1-1-1"
    assert coverage(scene).counts["standards"] == 2


def test_it_puts_the_count_on_the_first_screen(scene: Scene, as_: Browser) -> None:
    page = as_("office").get("/").content.decode()
    assert f"/duties/campaigns/{scene.campaign.pk}/" in page
    assert 'class="card alert"' in page
    assert "没有责任主体" not in as_("neighbour").get("/").content.decode()


def test_it_shows_a_clerk_the_duties_of_their_unit(scene: Scene, as_: Browser) -> None:
    assert f"/duties/units/{scene.world.police.pk}/" in as_("clerk").get("/").content.decode()


def test_it_proposes_and_writes_nothing(scene: Scene) -> None:
    order = Order(method="paper", unit=scene.world.markets)
    proposal = propose(scene.world.office, scene.campaign, order)
    assert [facts.standard.code for facts in proposal.new] == ["1-1-2"]
    assert proposal.kept == [scene.duty]
    assert Duty.objects.count() == 1


def test_it_gives_each_township_its_own(scene: Scene) -> None:
    for area in (scene.world.street, scene.world.township):
        cast.unit(f"{area.code}-ZF", f"{area}政府", area, Kind.TOWNSHIP)
    order = Order(point_type="RD", each=True, unit_kind=Kind.TOWNSHIP)
    actions.decompose(scene.world.office, campaign=scene.campaign, order=order)
    mine = Duty.objects.filter(area=scene.world.street)
    assert [(d.standard.code, d.lead().code) for d in mine] == [("1-1-1", "QH-DJ-ZF")]


def test_it_refuses_a_rule_that_finds_no_unit_somewhere(scene: Scene) -> None:
    cast.unit("QH-DJ-ZF", "东街办事处", scene.world.street, Kind.TOWNSHIP)
    order = Order(each=True, unit_kind=Kind.TOWNSHIP)
    with pytest.raises(ValidationError, match="西河镇"):
        actions.decompose(scene.world.office, campaign=scene.campaign, order=order)
    assert Duty.objects.count() == 1


def test_it_replaces_only_when_told(scene: Scene) -> None:
    order = Order(project="1", unit=scene.world.markets, replace=True)
    done = actions.decompose(scene.world.office, campaign=scene.campaign, order=order)
    assert (len(done.new), len(done.changed)) == (1, 1)
    assert Duty.objects.get(pk=scene.duty.pk).lead() == scene.world.markets


def test_it_decomposes_by_preview_then_one_button(scene: Scene, as_: Browser) -> None:
    address = f"/duties/campaigns/{scene.campaign.pk}/decompose/"
    order = {"project": "2", "unit": scene.world.markets.pk}
    assert "全部写入" in as_("office").get(address, order).content.decode()
    assert as_("office").post(address, order).status_code == 302
    assert Duty.objects.get(standard__code="2-1-1").lead() == scene.world.markets
