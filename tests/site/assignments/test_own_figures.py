"""How work is shared out, as an office sets it in its data folder."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

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


def test_it_replaces_a_single_figure_of_an_entry(own: Path) -> None:
    shipped = defaults()
    own.write_text('minutes: {visit: 15}\nhours: {MKT: ["6:30", "10:00"], HAL: ~}\n')
    defaults.cache_clear()
    assert (defaults().minutes.visit, defaults().minutes.item) == (15, shipped.minutes.item)
    changed = {"MKT": (time(6, 30), time(10))}
    kept = {code: hours for code, hours in shipped.hours.items() if code != "HAL"}
    assert defaults().hours == kept | changed


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("starts: 9:30", "starts: Write times in quotes"),
        ("hours: {MKT: [7:00, 11:00]}", "hours.MKT.0: Write times in quotes"),
        ('starts: "half past nine"', "starts: Write times in quotes"),
        ("team: 3", "team: Input should be 1 or 2"),
        ("minutes: 12", "minutes: Input should be"),
        ("twice: 10", "twice: Input should be less than or equal to 1"),
        ("teams: 2", "teams: Extra inputs"),
        ("- team", "names with their figures"),
        ("team: [", "cannot be read"),
    ],
)
def test_it_does_not_start_with_a_wrong_file(own: Path, said: str, sentence: str) -> None:
    own.write_text(said, encoding="utf-8")
    defaults.cache_clear()
    with pytest.raises(ImproperlyConfigured) as refused:
        apps.get_app_config("assignments").ready()
    assert str(refused.value).startswith(str(own))
    assert sentence in str(refused.value)


def test_it_does_not_start_with_a_file_in_another_encoding(own: Path) -> None:
    own.write_bytes("team: 2 # 两人".encode("gbk"))
    defaults.cache_clear()
    with pytest.raises(ImproperlyConfigured, match="UTF-8"):
        apps.get_app_config("assignments").ready()
