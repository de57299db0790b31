"""A sum that belongs to nobody, or to no point, leads to its own rows and to no others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from chuangcheng.ground.areas.models import Area
from chuangcheng.outcome.standing import actions, printing, queries
from chuangcheng.outcome.standing.models import Computation, Loss, NodeScore
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene as rounds
from tests.site.kept import kept

#: Kerbs that nobody answers for and that lie at no point, and lamps that a township does not have.
ROWS = (
    *rounds.STREET[:4],
    ("QH-DJ", "", "", "", "kerbs", "v5", "onsite", "fail"),
    ("QH-XH", "", "", "", "lamps", "", "onsite", "absent"),
    ("QH-XH", "QH-JJ", "P3", "road", "kerbs", "v3", "onsite", "pass"),
)


def lay(world: World) -> Computation:
    """A round with such rows, computed."""
    of = rounds.campaign(world)
    rounds.lay_points(world)
    made = rounds.round_(world, of)
    rounds.take_in(SYSTEM, made, rounds.written(*ROWS))
    return actions.compute(SYSTEM, round_=made)


@pytest.fixture
def computation(world: World) -> Computation:
    """The round's computation."""
    return kept("a round with rows of nobody", lambda: lay(world))


@pytest.fixture
def office(world: World) -> Client:
    """The office's browser."""
    return signed_in(world.office)


def shown(office: Client, address: str) -> list[Any]:
    """The rows that a page of losses shows."""
    return list(office.get(address).context["table"].page.paginator.object_list)


def page_of(computation: Computation, area: Area, name: str) -> str:
    """A page of an area's standing."""
    return f"/standing/{computation.pk}/area/{area.code}/{name}/"


@pytest.mark.parametrize("name", ["units", "kinds"])
@pytest.mark.parametrize("where", ["county", "street", "township"])
def test_it_adds_up_behind_every_line(
    name: str, where: str, computation: Computation, office: Client, world: World
) -> None:
    area = getattr(world, where)
    table = office.get(page_of(computation, area, name)).context["table"]
    assert table.rows
    for cells, row in zip(table.rows, table.page, strict=True):
        behind = shown(office, cells[0].url)
        assert sum(loss.lost for loss in behind) == row["sum"]
        assert len(behind) == row["faults"] + row["substitutes"]


@pytest.mark.parametrize(("key", "column"), [("unit", "unit_id"), ("kind", "point_type")])
def test_it_accuses_nobody_of_what_is_nobodys(
    key: str, column: str, computation: Computation, office: Client, world: World
) -> None:
    address = page_of(computation, world.township, "losses") + f"?{key}=none"
    rows = shown(office, address)
    assert rows
    assert all(not getattr(loss, column) for loss in rows)
    assert '<option value="none" selected>' in office.get(address).content.decode()


def test_it_leads_from_the_front_to_what_is_nobodys(
    computation: Computation, office: Client, world: World
) -> None:
    page = office.get(page_of(computation, world.street, "").removesuffix("/"))
    lost = dict(page.context["units"])[None]
    link = re.search(r'href="([^"]*\?unit=none)"', page.content.decode())
    assert link
    assert sum(loss.lost for loss in shown(office, link[1])) == lost


def test_it_says_what_a_substitute_lost(
    computation: Computation, office: Client, world: World
) -> None:
    rows = queries.losses(world.office, computation).filter(area=world.township, observation=None)
    lost = rows.aggregate(sum=Sum("lost"))["sum"]
    assert lost
    for name in ("units", "kinds", "losses"):
        page = office.get(page_of(computation, world.township, name)).content.decode()
        assert f"其中 {rows.count()} 个分项没有测评" in page
        assert f"{printing.points(lost)} 分" in page
        street = office.get(page_of(computation, world.street, name)).content.decode()
        assert "分项没有测评" not in street


@pytest.mark.parametrize("kind", ["project", "content", "standard", "part", "method"])
def test_it_leads_from_every_node_to_its_own_losses(
    kind: str, computation: Computation, office: Client, world: World
) -> None:
    for node in NodeScore.objects.filter(area=world.county, node_kind=kind, lost__gt=0):
        rows = shown(office, page_of(computation, world.county, "losses") + f"?{kind}={node.node}")
        assert sum(loss.lost for loss in rows) == node.lost
        assert len(rows) == Loss.objects.filter(area=world.county, **{kind: node.node}).count()
