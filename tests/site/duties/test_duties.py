"""Duties: handed out, shared, and read as the engine takes them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chuangcheng.engine.duties import Duty as EngineDuty
from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.mandate.campaigns.models import Bearer
from chuangcheng.mandate.duties import actions, queries, sheet, usual
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.rules import DutyFacts
from tests.site.cast import SYSTEM, World
from tests.site.mandate import Browser, Scene, duty, standard

HEAD = "创建活动代码,标准编号,区域代码,牵头单位代码,配合单位代码,时限"
importer = Importer(sheet.DUTIES, "duties.see", "duties.change", sheet.export, sheet.plan,
                    actions.take_in)  # fmt: skip


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_it_is_seen_by_the_units_that_bear_it(scene: Scene) -> None:
    other = duty(scene.campaign, "1-1-2", scene.world.markets)
    assert list(queries.duties(scene.world.clerk)) == [scene.duty]
    assert set(queries.duties(scene.world.office)) == {scene.duty, other}
    assert not queries.duties(scene.world.neighbour).exists()


def test_it_adds_a_units_points_up_by_its_shares(scene: Scene) -> None:
    (lead,) = queries.burdens(scene.world.office, scene.world.police, scene.campaign)
    (partner,) = queries.burdens(scene.world.office, scene.world.markets, scene.campaign)
    assert (lead.points, partner.points) == (Decimal(36), Decimal(24))


def test_it_hands_a_standard_out_once(scene: Scene) -> None:
    with pytest.raises(ValidationError):
        duty(scene.campaign, "1-1-1", scene.world.markets)


def test_it_refuses_shares_that_cannot_be(scene: Scene) -> None:
    police = scene.world.police
    facts = DutyFacts(standard(scene.edition, "1-1-2"), lead=police)
    for partners, lead in ((((police, Decimal(1)),), police), (((police, Decimal(0)),), None)):
        with pytest.raises(ValidationError):
            actions.create(
                SYSTEM, campaign=scene.campaign, facts=replace(facts, lead=lead, partners=partners)
            )
    assert Duty.objects.count() == 1


def test_it_keeps_partners_when_another_unit_leads(scene: Scene) -> None:
    proposed = usual.led_by(scene.world.markets, scene.duty, scene.campaign, scene.duty.standard)
    changed = actions.hand_over(
        scene.world.office,
        campaign=scene.campaign,
        facts=proposed,
        instead_of=scene.world.police.pk,
    )
    assert (changed.lead(), changed.partners()) == (scene.world.markets, [])
    assert changed.pk == scene.duty.pk


def handing(scene: Scene, code: str) -> str:
    """The address at which a standard is handed over."""
    return f"/duties/campaigns/{scene.campaign.pk}/hand-over/{code}/"


def fields(page: str) -> dict[str, str]:
    """What the fields of the form on a page hold before anybody types."""
    found = re.findall(r'<input type="(?:hidden|date)" name="(\w+)" value="([^"]*)"', page)
    return dict(found) | dict(re.findall(r'<textarea name="(\w+)"[^>]*>\s*([^<]*)<', page))


def test_it_hands_over_on_the_usual_terms(scene: Scene, as_: Browser) -> None:
    office, gaps = as_("office"), f"/duties/campaigns/{scene.campaign.pk}/"
    assert handing(scene, "1-1-2") in office.get(gaps).content.decode()
    chosen = f"{handing(scene, '1-1-2')}?unit={scene.world.markets.pk}"
    link = f"?unit={scene.world.markets.pk}"
    assert link in office.get(handing(scene, "1-1-2")).content.decode()
    filled = fields(office.get(chosen).content.decode())
    assert filled["task"] == "有制度，有记录。"
    assert filled["deadline"] == f"{timezone.localdate().year}-12-31"
    page = office.post(chosen, filled, follow=True).content.decode()
    made = Duty.objects.get(standard__code="1-1-2")
    assert (made.lead(), made.deadline.isoformat()) == (scene.world.markets, filled["deadline"])
    assert f'<a href="/duties/{made.pk}/">' in page.partition('class="messages"')[2]


def test_it_proposes_the_day_and_the_leader_of_the_like(scene: Scene) -> None:
    asked = standard(scene.edition, "1-1-2")
    day = timezone.localdate() + timedelta(days=9)
    facts = replace(queries.facts_of(scene.duty), leader=scene.world.leader, deadline=day)
    actions.change(SYSTEM, duty=scene.duty, facts=facts)
    proposed = usual.led_by(scene.world.police, None, scene.campaign, asked)
    assert (proposed.leader, proposed.deadline) == (scene.world.leader, day)
    other = usual.led_by(scene.world.markets, None, scene.campaign, asked)
    assert (other.leader, other.deadline) == (None, day)


def test_it_proposes_no_day_that_has_passed(scene: Scene) -> None:
    facts = replace(queries.facts_of(scene.duty), task="清扫", deadline=date(2020, 1, 1))
    late = actions.change(SYSTEM, duty=scene.duty, facts=facts)
    proposed = usual.led_by(scene.world.markets, late, scene.campaign, late.standard)
    assert (proposed.task, proposed.deadline) == ("清扫", date(timezone.localdate().year, 12, 31))


def test_it_says_who_is_replaced(scene: Scene, as_: Browser) -> None:
    chosen = f"{handing(scene, '1-1-1')}?unit={scene.world.markets.pk}"
    page = as_("office").get(chosen).content.decode()
    assert f"现在由“{scene.world.police}”牵头" in page
    assert "确认交办" in page
    as_("office").post(chosen, fields(page))
    assert Duty.objects.get(pk=scene.duty.pk).lead() == scene.world.markets


def test_it_replaces_nobody_who_was_not_shown(scene: Scene, as_: Browser) -> None:
    office, chosen = as_("office"), f"{handing(scene, '1-1-2')}?unit={scene.world.markets.pk}"
    filled = fields(office.get(chosen).content.decode())
    duty(scene.campaign, "1-1-2", scene.world.police)
    assert "没有写入" in office.post(chosen, filled).content.decode()
    assert Duty.objects.get(standard__code="1-1-2").lead() == scene.world.police


@pytest.mark.parametrize("said", ["²", "9" * 30, "9" * 5000])
def test_it_hands_over_to_no_unit_that_is_no_number(scene: Scene, as_: Browser, said: str) -> None:
    office, link = as_("office"), handing(scene, "1-1-2")
    assert office.get(link, {"unit": said}).status_code == 404
    assert office.get(link, {"area": said}).status_code == 200
    chosen = f"{link}?unit={scene.world.markets.pk}"
    assert office.post(chosen, {"lead": said}).status_code == 200
    assert not Duty.objects.filter(standard__code="1-1-2").exists()


def test_it_leaves_what_is_lost_at_points_to_the_points_unit(scene: Scene) -> None:
    assert queries.engine_duties(scene.campaign) == [
        EngineDuty("QH-JJ", 0.6, "1-1-1", "M-road"),
        EngineDuty("QH-SJ", 0.4, "1-1-1", "M-road"),
    ]


def test_it_shares_every_loss_where_the_duty_table_bears_it(scene: Scene) -> None:
    scene.campaign.bearer = Bearer.DUTY
    assert {(d.standard, d.item, d.area) for d in queries.engine_duties(scene.campaign)} == {
        ("1-1-1", "", "")
    }


def test_it_lets_the_duty_of_the_smaller_area_go_first(scene: Scene) -> None:
    duty(scene.campaign, "1-1-2", scene.world.police, scene.world.county)
    duty(scene.campaign, "1-1-2", scene.world.markets, scene.world.street)
    found = {d.area: d.unit for d in queries.engine_duties(scene.campaign) if d.standard == "1-1-2"}
    assert found == {"QH": "QH-JJ", "QH-DJ": "QH-SJ", "QH-XH": "QH-JJ"}


def test_it_lets_nobody_hand_out_in_another_county(scene: Scene) -> None:
    with pytest.raises(PermissionDenied):
        actions.hand_over(
            scene.world.neighbour,
            campaign=scene.campaign,
            facts=replace(queries.facts_of(scene.duty), lead=scene.world.other_police),
            instead_of=scene.world.police.pk,
        )


def test_it_keeps_the_duties_of_a_closed_campaign(scene: Scene) -> None:
    scene.campaign.closed = True
    scene.campaign.save()
    scene.duty.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.remove(scene.world.office, duty=scene.duty)


def test_it_takes_duties_in_with_shares_written_or_even(scene: Scene) -> None:
    rows = ["QH-CC,1-1-2,,QH-JJ,QH-SJ:0.3,2026-06-30", "QH-CC,2-1-1,QH-DJ,QH-SJ,QH-JJ,"]
    importer.take(scene.world.office, "d.csv", "\n".join([HEAD, *rows]).encode())
    shares = Duty.objects.get(standard__code="1-1-2").shares.values_list("unit__code", "share")
    assert dict(shares) == {"QH-JJ": Decimal("0.6"), "QH-SJ": Decimal("0.3")}
    even = Duty.objects.get(standard__code="2-1-1")
    assert [share.share for share in even.shares.all()] == [Decimal("0.6"), Decimal("0.4")]


def test_it_takes_its_own_export_back_unchanged(scene: Scene) -> None:
    def cell(value: object) -> str:
        return "、".join(value) if isinstance(value, list) else "" if value is None else str(value)

    lines = [",".join(map(cell, row)) for row in sheet.export(scene.world.office)]
    headings = ",".join(column.words.zh for column in sheet.DUTIES.columns)
    plan = importer.check(scene.world.office, "d.csv", "\n".join([headings, *lines]).encode())
    assert (plan.same, plan.new, plan.changed, plan.problems) == (1, [], [], [])


def test_it_lists_every_problem_of_a_sheet(scene: Scene) -> None:
    rows = ["NO,1-1-2,,,,", "QH-CC,9,,XX,QH-SJ:-1,", "QH-CC,1-1-2,YS,QH-JJ,QH-JJ,"]
    plan = importer.check(scene.world.office, "d.csv", "\n".join([HEAD, *rows]).encode())
    assert [(p.row, p.column) for p in plan.problems] == [
        (2, "创建活动代码"), (3, "标准编号"), (3, "牵头单位代码"), (3, "配合单位代码"),
        (4, "区域代码"),
    ]  # fmt: skip


def test_it_tells_points_to_two_decimals_everywhere(scene: Scene, as_: Browser) -> None:
    unit = f"/duties/units/{scene.world.police.pk}/"
    pages = {a: as_("office").get(a).content.decode() for a in ("/duties/", unit)}
    assert '<td class="number">60.00</td>' in pages["/duties/"]
    assert '<td class="number">36.00</td>' in pages[unit]
