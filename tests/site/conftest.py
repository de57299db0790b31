"""The scene, a browser, and the database: SQLite, or PostgreSQL with TEST_DATABASE=postgresql."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.db import connections
from django.test import Client
from pytest_django import DjangoDbBlocker

from chuangcheng.conf import environment
from chuangcheng.conf.laying import bring_up_to_date
from chuangcheng.ground.people.models import User
from tests.site import cast
from tests.site.kept import kept
from tests.site.postgres import cluster, empty

# Passwords are checked many hundred times; the slow hash is tried where it is the point.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every browser has a server of its own, which would first look for all that pages are made with.
settings.WHITENOISE_USE_FINDERS = False


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django finds the database that was made for it and has nothing to migrate there."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Point the tests at the database that was asked for, with its tables laid as a site's are."""
    with _database(tmp_path_factory.getbasetemp()) as known, django_db_blocker.unblock():
        _use(known | {"TEST": {"NAME": known["NAME"]}})
        bring_up_to_date()
        connections.close_all()
        with django_db_blocker.block():
            yield
        connections.close_all()


@contextmanager
def _database(shared: Path) -> Iterator[dict[str, object]]:
    """An empty database: a file in a folder of the tests, or one on a server that they share."""
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        yield environment.sqlite(shared / "site.sqlite3")
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    server = cluster(shared.parent if worker else shared)
    with server as url, empty(url, f"test_site_{worker or 'main'}") as address:
        yield environment.database(address)


def _use(database: dict[str, object]) -> None:
    with suppress(AttributeError):  # nobody has asked for the connection yet
        del connections["default"]
    connections.settings["default"].update(database)
    connections.settings["default"]["TEST"] = {
        "CHARSET": None,
        "COLLATION": None,
        "MIGRATE": True,
        "MIRROR": None,
        "NAME": None,
        **dict(database.get("TEST", {})),  # type: ignore[call-overload]  # a dictionary
    }


@pytest.fixture
def static_files(settings: LazySettings) -> None:
    """What pages are made with is served, as it is outside of tests."""
    settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def world(db: None) -> cast.World:
    """The two counties and their people."""
    return kept("the cast", cast.build)


@pytest.fixture
def as_(world: cast.World) -> Callable[[str | None], Client]:
    """A browser for somebody of the cast, by name; None for nobody."""

    def browser(name: str | None) -> Client:
        who: User | None = getattr(world, name) if name else None
        return cast.signed_in(who)

    return browser
