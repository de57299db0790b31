"""The pages of photographs: looking, deciding doubts, covering and publishing."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from chuangcheng.evidence.photographs import actions, files, queries
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import Flag, Photograph, State, Upload
from chuangcheng.evidence.photographs.owners import FINDS
from chuangcheng.evidence.photographs.rules import Owner
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.audit.telling import sentence
from chuangcheng.lib.pictures import Box
from tests.site.cast import World
from tests.site.devices.phones import paired
from tests.site.photographs.pictures import jpeg, send
from tests.site.photographs.scene import Photographed, look

Browser = Callable[[str | None], Client]
LEFT = [0.0, 0.0, 0.5, 1.0]


def shown(client: Client, photograph: Photograph, name: str = "picture") -> np.ndarray:
    """The pixels that a person is served."""
    answer = client.get(reverse(f"photographs:{name}", args=[photograph.uuid]))
    assert answer.status_code == 200, answer.status_code
    return np.asarray(Image.open(io.BytesIO(answer.content)))


@pytest.fixture
def shot(world: World) -> Photographed:
    """Two photographs, the second a copy of the first."""
    return Photographed(world)


def test_it_shows_both_pictures_with_the_figures(shot: Photographed, as_: Browser) -> None:
    page = as_("supervisor").get(shot.flag.get_absolute_url()).content.decode()
    for one in (shot.first, shot.second):
        assert reverse("photographs:picture", args=[one.uuid]) in page
    assert "对比 64 处" in page
    assert "相距 909 米、相隔 0 小时" in page


def test_it_decides_a_doubt_with_a_reason(shot: Photographed, as_: Browser) -> None:
    said = {"verdict": "rejected", "reason": "与上周照片相同"}
    answer = as_("supervisor").post(shot.flag.get_absolute_url(), said)
    assert answer.status_code == 302
    decided = Flag.objects.get(pk=shot.flag.pk)
    assert (decided.verdict, decided.reason) == ("rejected", "与上周照片相同")
    assert Event.objects.get(verb="photograph.decide").why == "与上周照片相同"


@pytest.mark.parametrize("said", [{}, {"verdict": "kept", "reason": "好"}, {"verdict": "x"}])
def test_it_decides_nothing_without_a_reason(
    shot: Photographed, as_: Browser, said: dict[str, str]
) -> None:
    page = as_("supervisor").post(shot.flag.get_absolute_url(), said)
    assert page.status_code == 200
    assert not Flag.objects.get(pk=shot.flag.pk).verdict


def test_it_decides_a_doubt_once(world: World, shot: Photographed) -> None:
    said = {"flag": shot.flag, "verdict": "kept", "reason": "同一处两次拍摄"}
    actions.decide(world.supervisor, **said)
    with pytest.raises(ValidationError, match="已有结论"):
        actions.decide(world.supervisor, **said)


def test_it_covers_by_pixels_and_keeps_the_original(shot: Photographed, as_: Browser) -> None:
    before = files.get(shot.second.original)
    address = reverse("photographs:cover", args=[shot.second.uuid])
    assert as_("office").post(address, {"boxes": json.dumps([LEFT])}).status_code == 302
    for name in ("picture", "thumbnail"):
        seen = shown(as_("leader"), shot.second, name)
        assert seen[:, : seen.shape[1] // 2 - 8].max() < 24
        assert seen[:, seen.shape[1] // 2 + 8 :].max() > 100
    kept = Photograph.objects.get(pk=shot.second.pk)
    assert kept.published_at
    assert files.get(kept.original) == before


def test_it_shows_the_uncovered_picture_to_nobody_without_the_right(
    world: World, shot: Photographed, as_: Browser
) -> None:
    actions.publish(world.office, photograph=shot.second, boxes=[Box(*LEFT)])
    assert shown(as_("office"), shot.second, "plain")[:, :100].max() > 100
    for who, name in (("leader", "plain"), ("leader", "original"), ("supervisor", "original")):
        address = reverse(f"photographs:{name}", args=[shot.second.uuid])
        assert as_(who).get(address).status_code == 403


def test_it_replaces_the_boxes_when_drawn_anew(world: World, shot: Photographed) -> None:
    actions.publish(world.office, photograph=shot.second, boxes=[Box(*LEFT)])
    done = actions.publish(world.office, photograph=shot.second, boxes=[])
    assert done.picture == done.plain
    assert done.covers.count() == 2


@pytest.mark.parametrize("boxes", ["x", "[[1]]", '[["a",0,1,1]]', "[[0,0,2,1]]", "[[0.5,0,0.2,1]]"])
def test_it_refuses_boxes_that_are_none(shot: Photographed, as_: Browser, boxes: str) -> None:
    address = reverse("photographs:cover", args=[shot.second.uuid])
    page = as_("office").post(address, {"boxes": boxes})
    assert page.status_code == 200
    assert "重新绘制" in page.content.decode()
    assert not Photograph.objects.get(pk=shot.second.pk).published_at


def test_it_lets_a_browser_keep_a_picture_but_ask_each_time(
    shot: Photographed, as_: Browser
) -> None:
    address = reverse("photographs:picture", args=[shot.second.uuid])
    first = as_("leader").get(address)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    tag = {"If-None-Match": first.headers["ETag"]}
    assert as_("leader").get(address, headers=tag).status_code == 304
    assert as_("neighbour").get(address, headers=tag).status_code == 404


def test_it_hands_out_originals_to_be_kept_not_opened(shot: Photographed, as_: Browser) -> None:
    answer = as_("office").get(reverse("photographs:original", args=[shot.second.uuid]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def owner(world: World, *units: object) -> Owner:
    """A problem in the street, and the units it belongs to."""
    return Owner("problem", "17", world.street, tuple(units))


def test_it_adds_a_photograph_to_a_thing_of_another_noun(world: World) -> None:
    of = owner(world, world.police, world.markets)
    added = actions.add(world.clerk, owner=of, content=jpeg(4))
    assert added.state == State.CHECKED
    assert list(queries.of_owner(world.clerk, "problem", "17")) == [added]
    told = Event.objects.get(verb="photograph.add")
    assert sentence(told, "en") == "added a photograph to a problem (Evidence)"
    assert sentence(told, "zh-hans") == "为问题添加了照片（证据）"


def test_it_shows_it_to_the_clerks_of_its_units_alone(world: World) -> None:
    mine = actions.add(world.office, owner=owner(world, world.police), content=jpeg(4))
    joint = owner(world, world.markets, world.police)
    shared = actions.add(world.office, owner=joint, content=jpeg(5))
    actions.add(world.office, owner=owner(world, world.markets), content=jpeg(6))
    assert set(queries.visible(world.clerk)) == {mine, shared}
    assert not queries.visible(world.neighbour).exists()


def test_it_refuses_at_the_desk_what_is_no_photograph(world: World) -> None:
    with pytest.raises(ValidationError, match="不是照片"):
        actions.add(world.clerk, owner=owner(world, world.police), content=b"a letter" * 9)
    assert not Photograph.objects.exists()


def test_it_compares_photographs_from_the_desk_too(world: World) -> None:
    first = actions.add(world.clerk, owner=owner(world, world.police), content=jpeg(4))
    other = Owner("problem", "18", world.street, (world.police,))
    second = actions.add(world.clerk, owner=other, content=jpeg(4))
    look()
    assert Flag.objects.get().other == first
    assert Flag.objects.get().photograph == second


def test_it_lets_only_those_in_scope_cover(world: World, shot: Photographed) -> None:
    for person in (world.neighbour, world.leader):
        with pytest.raises(PermissionDenied):
            actions.publish(person, photograph=shot.second, boxes=[])


def test_it_knows_no_photograph_of_an_unknown_name(as_: Browser, world: World) -> None:
    assert as_("office").get(reverse("photographs:detail", args=[uuid4()])).status_code == 404


def test_it_says_it_all_in_english(shot: Photographed, as_: Browser) -> None:
    page = as_("supervisor").get(shot.flag.get_absolute_url(), headers={"accept-language": "en"})
    assert "Used again" in page.content.decode()
    assert "of 64 places compared" in page.content.decode()


def test_it_drops_uploads_that_were_never_finished(world: World) -> None:
    phone = paired(world.inspector)
    old, new = uuid4(), uuid4()
    for uuid in (old, new):
        send(phone, jpeg(), uuid, body=jpeg()[:500])
    days = limits().partial_days
    long_ago = time.time() - (days + 1) * 86400
    os.utime(files.part(old), (long_ago, long_ago))
    Upload.objects.filter(uuid=old).update(begun_at=timezone.now() - timedelta(days=days + 1))
    assert actions.drop_stale(timezone.now()) == 1
    assert (files.received(old), files.received(new)) == (0, 500)
    assert Upload.objects.get().uuid == new


def test_it_asks_the_nouns_above_whose_a_photograph_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = uuid4()
    monkeypatch.setitem(
        FINDS, "problem", lambda uuid, person: owner(world, world.police) if uuid == visit else None
    )
    phone = paired(world.inspector)
    for named in (visit, uuid4()):
        send(phone, jpeg(), visit=str(named))
    look()
    assert queries.of_owner(world.clerk, "problem", "17").get().visit == visit
    assert queries.unplaced().count() == 1
