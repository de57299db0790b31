"""Statements sent for every request: on both databases, again and again, and when the server left."""

import socket
from unittest.mock import MagicMock
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from chuangcheng.conf.postgresql.base import DatabaseWrapper
from chuangcheng.ground import often
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.devices.queries import by_token
from chuangcheng.ground.devices.rules import hashed
from tests.site.cast import World

NAMES = ("person", "uuid", "title", "token_hash", "paired_at", "seen_at", "revoked_at")


def made(world: World, token: str) -> Device:
    """A phone that is not written yet."""
    return Device(person=world.inspector, uuid=uuid4(), title="手机", token_hash=hashed(token))


def test_it_writes_each_unique_name_once(world: World) -> None:
    first, other = made(world, "a"), made(world, "b")
    assert often.add_once([first], NAMES, "token_hash") == {hashed("a")}
    assert often.add_once([first], NAMES, "token_hash") == set()
    assert often.add_once([first, other], NAMES, "uuid") == {other.uuid}


def test_it_reads_what_was_written_as_the_fields_hold_it(world: World) -> None:
    device = made(world, "a")
    often.add_once([device], NAMES, "uuid")
    for _time in range(7):  # the driver prepares what comes again
        found = by_token("a")
    assert found is not None
    assert (found.uuid, found.seen_at, found.revoked_at) == (device.uuid, device.seen_at, None)
    assert found.person_active
    assert by_token("b") is None


def test_it_finds_those_that_are_among_many(world: World) -> None:
    device = made(world, "a")
    often.add(device)
    wanted = [uuid4() for _n in range(5000)]
    assert often.among(Device, ("id",), "uuid", wanted) == []
    assert often.among(Device, ("id",), "uuid", [*wanted, device.uuid]) == [(device.pk,)]


@pytest.mark.django_db
def test_it_tells_faults_as_the_database_layer_does() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        often.read(Device, "SELECT nothing FROM nowhere WHERE id = %s", [1], ())


@pytest.mark.parametrize(("said", "asked"), [(b"", False), (b"The server leaves.", True)])
def test_it_asks_the_server_only_when_it_has_said_something(said: bytes, *, asked: bool) -> None:
    here, there = socket.socketpair()
    with here, there:
        there.sendall(said)
        wrapper = DatabaseWrapper({**connection.settings_dict, "OPTIONS": {}})
        wrapper.connection = MagicMock(closed=False, fileno=here.fileno)
        assert wrapper.is_usable()
        assert wrapper.connection.cursor.called == asked
