"""Photographs from phones: whole, in pieces, again, garbled, by others, with the disk full."""

import hashlib
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.db import OperationalError, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangcheng.evidence.photographs import files
from chuangcheng.evidence.photographs.models import Photograph, State, Upload
from tests.site.cast import World, build
from tests.site.devices.phones import Phone, paired, said
from tests.site.photographs.pictures import go_on, jpeg, pixels, saved, send

CONTENT = jpeg()
Usage = namedtuple("Usage", "total used free")


def test_it_keeps_a_photograph_that_comes_whole(phone: Phone) -> None:
    uuid = uuid4()
    answer = send(phone, CONTENT, uuid, item="lamps")
    assert answer.status_code == 201
    assert said(answer) == {"uuid": str(uuid), "size": len(CONTENT), "offset": len(CONTENT)}
    kept = Photograph.objects.get()
    assert (kept.uuid, kept.item, kept.state) == (uuid, "lamps", State.STORED)
    assert files.get(kept.original) == CONTENT


def test_it_changes_nothing_when_it_comes_again(phone: Phone) -> None:
    uuid = uuid4()
    answers = [send(phone, CONTENT, uuid) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert Photograph.objects.count() == 1
    assert said(go_on(phone, uuid, 5, b"more")) == {"offset": len(CONTENT)}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cuts=st.lists(st.integers(1, len(CONTENT) - 1), max_size=6), whole=st.booleans())
def test_it_puts_the_pieces_together_wherever_it_was_cut(
    phone: Phone, cuts: list[int], whole: bool
) -> None:
    uuid = uuid4()
    first = min(cuts, default=0) if whole else 0
    here = said(send(phone, CONTENT, uuid, body=CONTENT[:first]))["offset"]
    assert here == first
    for end in [*sorted(cut for cut in cuts if cut > here), len(CONTENT)]:
        here = said(go_on(phone, uuid, here, CONTENT[here:end]))["offset"]
    assert files.get(Photograph.objects.get(uuid=uuid).original) == CONTENT
    assert not Upload.objects.exists()


def test_it_says_where_to_go_on(phone: Phone) -> None:
    uuid = uuid4()
    send(phone, CONTENT, uuid, body=b"")
    go_on(phone, uuid, 0, CONTENT[:100])
    answer = go_on(phone, uuid, 50, CONTENT[50:])
    assert answer.status_code == 409
    assert (said(answer)["code"], said(answer)["offset"]) == ("offset", 100)
    assert said(send(phone, CONTENT, uuid, body=b""))["offset"] == 100


def test_it_begins_again_when_the_bytes_were_garbled(phone: Phone) -> None:
    uuid = uuid4()
    garbled = CONTENT[:-1] + bytes([CONTENT[-1] ^ 1])
    answer = send(phone, CONTENT, uuid, body=garbled)
    assert (answer.status_code, said(answer)["code"]) == (422, "photograph-differs")
    assert said(send(phone, CONTENT, uuid, body=b""))["offset"] == 0
    assert said(go_on(phone, uuid, 0, CONTENT))["offset"] == len(CONTENT)


def test_it_refuses_other_content_under_the_same_name(phone: Phone) -> None:
    uuid = uuid4()
    send(phone, CONTENT, uuid)
    answer = send(phone, jpeg(2), uuid)
    assert (answer.status_code, said(answer)["code"]) == (422, "photograph-differs")
    assert Photograph.objects.get().sha256 == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("begun", [CONTENT, CONTENT[:99]], ids=["whole", "half"])
def test_it_hides_the_photographs_of_others(world: World, phone: Phone, begun: bytes) -> None:
    uuid = uuid4()
    send(phone, CONTENT, uuid, body=begun)
    other = paired(world.supervisor)
    assert send(other, CONTENT, uuid).status_code == 404
    assert go_on(other, uuid, len(begun), b"x").status_code == 404


def test_it_goes_on_from_another_phone_of_the_same_person(world: World, phone: Phone) -> None:
    uuid = uuid4()
    send(phone, CONTENT, uuid, body=CONTENT[:10])
    assert said(go_on(paired(world.inspector), uuid, 10, CONTENT[10:]))["offset"] == len(CONTENT)


def test_it_keeps_the_same_bytes_once(phone: Phone, folder: Path) -> None:
    send(phone, CONTENT)
    send(phone, CONTENT)
    assert Photograph.objects.count() == 2
    assert len([file for file in (folder / "files").rglob("*") if file.is_file()]) == 1


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [
        (b"%PDF-1.7 " + b"." * 50, "not-an-image", "JPEG"),
        (b"\0\0\0\x18ftypavis" + b"." * 50, "not-an-image", ""),
        (saved(pixels(), "GIF"), "not-an-image", "JPEG"),
    ],
    ids=["pdf", "avif", "gif"],
)
def test_it_refuses_at_once_what_is_no_photograph(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, body: bytes, code: str, word: str
) -> None:
    monkeypatch.setattr("chuangcheng.evidence.photographs.field.heic_known", lambda: False)
    answer = send(phone, body)
    assert (answer.status_code, said(answer)["code"]) == (415, code)
    assert word in said(answer)["detail"]["zh"]
    assert not Photograph.objects.exists()


def test_it_refuses_what_is_too_large_before_a_byte_is_sent(phone: Phone) -> None:
    answer = send(phone, CONTENT, body=b"", size=10**9)
    assert (answer.status_code, said(answer)["code"]) == (413, "too-large")
    assert "20 MB" in said(answer)["detail"]["en"]


def test_it_takes_no_more_bytes_than_announced(phone: Phone) -> None:
    uuid = uuid4()
    assert said(send(phone, CONTENT, uuid, body=CONTENT + b"more"))["offset"] == len(CONTENT)
    assert files.get(Photograph.objects.get().original) == CONTENT


def test_it_loses_nothing_when_the_disk_is_full(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    uuid = uuid4()
    send(phone, CONTENT, uuid, body=CONTENT[:500])
    with monkeypatch.context() as full:
        full.setattr("shutil.disk_usage", lambda path: Usage(10**9, 10**9, 0))
        answer = go_on(phone, uuid, 500, CONTENT[500:])
        assert (answer.status_code, said(answer)["code"]) == (507, "full")
    assert said(go_on(phone, uuid, 500, CONTENT[500:]))["offset"] == len(CONTENT)


@pytest.mark.parametrize(
    "trouble", [OSError(28, "No space left on device"), OperationalError("disk is full")]
)
def test_it_says_so_when_there_is_no_room_for_the_whole(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    uuid = uuid4()
    with monkeypatch.context() as full:
        full.setattr("chuangcheng.evidence.photographs.actions.receive", Mock(side_effect=trouble))
        answer = send(phone, CONTENT, uuid)
        assert (answer.status_code, said(answer)["code"]) == (507, "full")
    assert send(phone, CONTENT, uuid).status_code == 201


@pytest.mark.parametrize(
    "facts", [{"sha256": "abc"}, {"size": 0}, {"position": {"lon": 500, "lat": 0}}]
)
def test_it_names_the_first_wrong_place_of_what_is_said(phone: Phone, facts: dict) -> None:
    answer = send(phone, CONTENT, **facts)
    assert (answer.status_code, said(answer)["code"]) == (422, "malformed")
    assert next(iter(facts)) in said(answer)["detail"]["en"]


def test_it_lets_nobody_in_without_a_token(phone: Phone) -> None:
    assert send(Phone(phone.device, "guess"), CONTENT).status_code == 401


def test_it_keeps_one_whole_photograph_however_many_send_it_at_once(
    transactional_db: None,
) -> None:
    phone, uuid = paired(build().inspector), uuid4()

    def one(_number: int) -> int:
        try:
            return send(phone, CONTENT, uuid).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        answers = set(threads.map(one, range(12)))
    assert answers <= {200, 201, 409}
    assert send(phone, CONTENT, uuid).status_code == 200
    assert files.get(Photograph.objects.get().original) == CONTENT


def test_it_lets_nobody_add_to_an_upload_that_another_connection_has(phone: Phone) -> None:
    uuid = uuid4()
    send(phone, CONTENT, uuid, body=CONTENT[:700])
    with files.held(uuid):
        answer = go_on(phone, uuid, 700, CONTENT[700:])
        assert (answer.status_code, said(answer)["offset"]) == (409, 700)
        assert send(phone, CONTENT, uuid).status_code == 409
    assert said(go_on(phone, uuid, 700, CONTENT[700:]))["offset"] == len(CONTENT)
