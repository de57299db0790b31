"""The sample county in the site: loaded once, into an empty database, through the common verbs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from chuangcheng.conf import sample
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground.audit.queries import verify
from chuangcheng.ground.people.models import User
from chuangcheng.mandate.duties.coverage import Coverage
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.frameworks.models import Standard
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.outcome.standing.models import Computation
from chuangcheng.remedy.escalation.models import WeekList
from tests.site.cast import World


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """A folder of the site's own data for each test."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path


@pytest.fixture
def loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> list[Round]:
    """The county, with the newest round computed and the others left."""
    compute = standing.compute
    monkeypatch.setattr(standing, "compute", lambda actor, *, round_: None)
    rounds = sample.load()
    compute(sample.ACTOR, round_=rounds[-1])
    return rounds


def test_it_loads_the_county_once(loaded: list[Round]) -> None:
    assert (len(loaded), sample.is_loaded()) == (12, True)
    assert Observation.objects.filter(round=loaded[-1]).count() > 2000
    handed = set(Duty.objects.values_list("standard__code", flat=True))
    every = set(Standard.objects.values_list("code", flat=True))
    assert every - handed == set(sample.about()["unowned"])
    gaps = Coverage(sample.ACTOR, loaded[-1].campaign).counts
    assert (gaps["standards"], gaps["points"], gaps["streets"]) == (len(every - handed), 0, 0)
    for account in sample.accounts():
        assert User.objects.get(username=account.username).check_password(sample.password())
    assert verify().broken is None
    assert standing.repeat(sample.ACTOR, computation=Computation.objects.get()).same
    with pytest.raises(ValueError, match="not empty"):
        sample.load()


def test_it_has_units_that_stand_on_a_list_for_weeks_running(loaded: list[Round]) -> None:
    last = WeekList.objects.latest("starts")
    on = {entry.unit.code: (entry.colour, entry.running) for entry in last.entries.all()}
    assert on["urban-management"] == ("red", 4)
    assert on["market-regulation"] == ("red", 3)
    assert (on["housing"], on["wenlan-office"]) == (("black", 3), ("black", 4))
    assert on["traffic-police"] == ("", 0)
    assert last.starts < timezone.localdate() <= last.starts + timedelta(days=13)


def test_it_leaves_a_database_in_use_alone(world: World) -> None:
    assert not sample.is_loaded()
    with pytest.raises(ValueError, match="not empty"):
        sample.load()


def test_it_keeps_its_password_to_the_owner_of_the_data(folder: Path) -> None:
    assert sample.password() == sample.password()
    assert (folder / "sample-password").stat().st_mode & 0o077 == 0
