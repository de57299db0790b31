"""A phone, and a folder of a test's own for those that look into it."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.site.cast import World
from tests.site.devices.phones import Phone, paired
from tests.site.photographs.scene import FILES


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty folder of files."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    return tmp_path


@pytest.fixture
def phone(world: World) -> Phone:
    """The inspector's phone, whose photographs go into the folder of this run."""
    assert Path(FILES.name).is_dir()
    return paired(world.inspector)
