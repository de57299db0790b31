"""How work is shared out, as an office sets it in its data folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from chuangcheng.evidence.assignments.settings import defaults


@pytest.fixture
def own(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    """The file in which an office sets its own figures."""
    settings.DATA_DIR = tmp_path
    defaults.cache_clear()
    yield tmp_path / "assigning.yaml"
    defaults.cache_clear()


def test_it_replaces_what_the_office_sets_and_keeps_the_rest(own: Path) -> None:
    shipped = defaults()
    own.write_text("patrol: 3\nminutes: {visit: 15, item: 0.5}\n", encoding="utf-8")
    defaults.cache_clear()
    assert defaults().patrol == 3
    assert defaults().minutes.visit == 15
    assert defaults().team == shipped.team


def test_it_goes_by_what_ships_where_the_file_is_empty(own: Path) -> None:
    shipped = defaults()
    own.write_text("# nothing yet\n", encoding="utf-8")
    defaults.cache_clear()
    assert defaults() == shipped
