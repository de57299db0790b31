"""Verbs: atomic, allowed, and told by one event."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.audit.telling import sentence
from chuangcheng.ground.audit.verbs import Outcome, changed, verb
from chuangcheng.ground.scope import Person
from tests.site.cast import World

NEW = AreaFacts(code="QH-NH", title_zh="南湖镇", level=Level.TOWNSHIP)


def test_it_tells_who_did_what_before_and_after(world: World) -> None:
    areas.create(world.office, facts=NEW, parent=world.county)
    event = Event.objects.first()
    assert event is not None
    assert (event.actor_name, event.verb, event.before) == ("办小青", "area.create", None)
    assert event.after["path"] == "/HC/QH/QH-NH/"
    assert sentence(event, "zh-hans") == "新建了区域“南湖镇”"
    assert sentence(event, "en") == "created the area “南湖镇”"


def test_it_writes_exactly_one_event_for_a_verb(world: World) -> None:
    count = Event.objects.count()
    areas.create(world.office, facts=NEW, parent=world.county)
    assert Event.objects.count() == count + 1


def test_it_leaves_nothing_behind_when_refused(world: World) -> None:
    count = Event.objects.count()
    with pytest.raises(ValidationError):
        areas.create(world.office, facts=NEW, parent=None)
    with pytest.raises(PermissionDenied):
        areas.create(world.neighbour, facts=NEW, parent=world.county)
    assert not Area.objects.filter(code="QH-NH").exists()
    assert Event.objects.count() == count


def test_it_forgets_an_inner_verb_that_failed(world: World) -> None:
    count = Event.objects.count()
    with transaction.atomic(), pytest.raises(RuntimeError):
        outer(world.office, area=world.county)
    assert Event.objects.count() == count
    assert not Area.objects.filter(code="QH-NH").exists()


def test_it_takes_nothing_but_the_actor_by_position() -> None:
    with pytest.raises(TypeError, match="keyword-only"):

        @verb("test.loose", zh="", en="")
        def loose(actor: Person, area: Area) -> Outcome[Area]:
            return changed(area, {})


@verb("test.outer", zh="试", en="tried")
def outer(actor: Person, *, area: Area) -> Outcome[Area]:
    """Do something else, then fail."""
    areas.create(actor, facts=NEW, parent=area)
    raise RuntimeError
