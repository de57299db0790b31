"""Facets: found once, and anew when their stamp is another."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from pytest_django import DjangoAssertNumQueries

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.site.facets import facets, number
from tests.site.cast import World


def _groups(stamp: object) -> tuple[Any, ...]:
    return facets(Area.objects.all(), ("group",), ("groups", stamp))["group"]


def test_it_says_what_a_column_holds(world: World) -> None:
    Area.objects.filter(pk=world.street.pk).update(group="乙")
    Area.objects.filter(pk=world.township.pk).update(group="甲")
    assert set(_groups(1)) >= {"乙", "甲"}
    assert "" not in _groups(1)


def test_it_asks_once(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert _groups("once") == _groups("once")


def test_it_asks_again_when_something_has_changed(world: World) -> None:
    before = _groups("before")
    Area.objects.filter(pk=world.street.pk).update(group="新")
    assert "新" not in _groups("before") == before
    assert "新" in _groups("after")


def test_it_counts_once(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert number(Area.objects.all(), "counted") == number(Area.objects.all(), "counted")


def test_it_counts_again_when_something_has_changed(world: World) -> None:
    before = number(Area.objects.filter(group="新"), "before")
    Area.objects.filter(pk=world.street.pk).update(group="新")
    assert number(Area.objects.filter(group="新"), "after") == before + 1


def test_it_keeps_apart_what_two_people_see(world: World) -> None:
    street = Area.objects.filter(path__startswith=world.street.path)
    assert number(street, "one stamp") < number(Area.objects.all(), "one stamp")


def test_it_keeps_apart_groups_of_the_same_rows(world: World) -> None:
    areas = Area.objects.order_by()
    levels, all_ = (
        areas.values("level").annotate(Count("pk")),
        areas.values("pk").annotate(Count("pk")),
    )
    assert number(levels, "groups") == 3
    assert number(all_, "groups") == areas.count() > 3
