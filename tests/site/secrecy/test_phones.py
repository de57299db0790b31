"""What phones and messages tell whoever is not on a secret round."""

from __future__ import annotations

from typing import Any

from chuangcheng.adapters.notices.models import Message, Notice
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.photographs.models import Photograph
from tests.site.cast import World
from tests.site.devices.phones import said
from tests.site.kept import kept
from tests.site.secrecy import secret
from tests.site.secrecy.secret import within, without
from tests.site.secrecy.worlds import Both, both, undone

#: What a phone reads of a photograph.
SHOWN = ("retakes/photographs/{}", "rechecks/photographs/{}")


def test_it_is_told_to_no_phone_of_others(world: World) -> None:
    stage, told = both(world), []
    names = _taken(stage)
    for exists in (without, within):
        with exists(stage):
            told.append(_read(stage, names))
    assert told[0] == told[1]


def test_it_is_told_to_the_phones_of_those_on_it(world: World) -> None:
    stage = both(world)
    with within(stage):
        listed = {one["id"] for one in _day(stage, stage.crew[0].pk)["rounds"]}
        mine = Assignment.objects.filter(inspectors=stage.crew[0], round__released_at=None)
        assert mine.exists()
        assert listed >= {Round.objects.get(released_at=None).pk}


def test_it_is_told_in_no_message(world: World) -> None:
    stage, told = both(world), []
    for exists in (without, within):
        with exists(stage):
            rows = Notice.objects.order_by("pk").values_list("person", "ref", "text_zh", "at")
            told.append([*rows, *Message.objects.values_list("person", "body")])
    assert told[0] == told[1] != []


def _taken(stage: Both) -> list[str]:
    """The names of the photographs of the round."""

    def found() -> list[str]:
        rows = Photograph.objects.filter(round__released_at=None).order_by("pk")
        return [str(uuid) for uuid in rows.values_list("uuid", flat=True)]

    with undone():
        secret.laid(stage)
        return kept("names of photographs", found)


def _read(stage: Both, names: list[str]) -> list[tuple[int, bytes]]:
    phone = stage.phones[stage.world.inspector.pk]
    digest = _day(stage, stage.world.inspector.pk)["rounds"][0]["checklist"]
    paths = ["", "day", f"checklists/{digest}"]
    paths += [shown.format(name) for name in names for shown in SHOWN]
    answers = [phone.ask("GET", path) for path in paths]
    return [(answer.status_code, answer.content) for answer in answers]


def _day(stage: Both, person: int) -> dict[str, Any]:
    return said(stage.phones[person].ask("GET", "day"))
