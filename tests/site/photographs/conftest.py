"""Files of photographs go into a folder of the test's own."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.site.cast import World
from tests.site.devices.phones import Phone, paired


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty data folder."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return tmp_path


@pytest.fixture
def phone(world: World) -> Phone:
    """The inspector's phone."""
    return paired(world.inspector)
