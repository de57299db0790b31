"""Campaigns: several at once, each by an edition that holds."""

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.mandate.campaigns import actions, queries, sheet
from chuangcheng.mandate.campaigns.models import Campaign, Stage
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from tests.site import mandate
from tests.site.cast import World
from tests.site.mandate import Browser, Scene

importer = Importer(sheet.CAMPAIGNS, "campaigns.see", "campaigns.change", sheet.export,
                    sheet.plan, actions.take_in)  # fmt: skip


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_it_is_seen_by_all_in_its_area_and_above(scene: Scene) -> None:
    for name in ("office", "clerk", "leader", "superior"):
        assert list(queries.campaigns(getattr(scene.world, name))) == [scene.campaign]
    assert not queries.campaigns(scene.world.neighbour).exists()


def test_it_runs_several_at_once(scene: Scene) -> None:
    other = mandate.campaign(scene.world.county, mandate.issued(), "QH-WS")
    assert set(queries.open_campaigns(scene.world.office)) == {scene.campaign, other}


def test_it_begins_by_nothing_but_what_was_issued(scene: Scene) -> None:
    facts = CampaignFacts("X", "新", scene.world.county, scene.draft, "sprint", 2026)
    with pytest.raises(ValidationError) as refused:
        actions.create(scene.world.office, facts=facts)
    assert "edition" in refused.value.message_dict


def test_it_keeps_its_edition_once_duties_hang_on_it(scene: Scene) -> None:
    facts = CampaignFacts("QH-CC", "新", scene.world.county, mandate.issued(), "sprint", 2025)
    with pytest.raises(ValidationError) as refused:
        actions.change(scene.world.office, campaign=scene.campaign, facts=facts)
    assert "edition" in refused.value.message_dict


def test_it_moves_on_in_its_cycle_by_sheet(scene: Scene) -> None:
    head = "代码,名称,测评体系代码,测评体系版本,区域代码,梯队,阶段,起始年"
    row = "QH-CC,青禾县创城,small,1,QH,冲刺创建,年度测评,2025"
    plan = importer.take(scene.world.office, "c.csv", f"{head}\n{row}".encode())
    assert len(plan.changed) == 1
    assert Campaign.objects.get().stage == Stage.YEARLY


def test_it_lists_every_problem_of_a_sheet(scene: Scene) -> None:
    head = "代码,名称,测评体系代码,测评体系版本,区域代码,梯队,起始年"
    rows = ["A,甲,small,9,QH,冲刺创建,2025", "B,乙,small,1,YS,冲刺创建,2025.5"]
    plan = importer.check(scene.world.office, "c.csv", "\n".join([head, *rows]).encode())
    assert [(p.row, p.column) for p in plan.problems] == [
        (2, "测评体系版本"), (3, "区域代码"), (3, "起始年"),
    ]  # fmt: skip


def test_it_shows_its_years(scene: Scene, as_: Browser) -> None:
    page = as_("clerk").get(f"/campaigns/{scene.campaign.pk}/").content.decode()
    assert all(str(year) in page for year in (2025, 2026, 2027))
