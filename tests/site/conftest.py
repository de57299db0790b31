"""The scene, a browser, and the database: SQLite, or PostgreSQL with TEST_DATABASE=postgresql."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.conf import LazySettings, settings
from django.db import connections
from django.test import Client

from chuangcheng.conf import environment
from chuangcheng.ground.people.models import User
from tests.site import cast
from tests.site.kept import kept
from tests.site.postgres import cluster

# Passwords are checked many hundred times; the slow hash is tried where it is the point.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every browser has a server of its own, which would first look for all that pages are made with.
settings.WHITENOISE_USE_FINDERS = False


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Point the tests at the database that was asked for, in a folder of their own."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        file = shared / "site.sqlite3"
        _use(environment.sqlite(file) | {"TEST": {"NAME": str(file)}})
        yield
        return
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    with cluster(shared) as url:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        _use(environment.database(url) | {"TEST": {"NAME": f"test_site_{worker}"}})
        yield
        connections.close_all()


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
