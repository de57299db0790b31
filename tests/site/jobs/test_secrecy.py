"""A job on a secret round tells nobody of the round who is not on it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.ground.audit import queries as audit
from chuangcheng.ground.jobs import actions, queries
from chuangcheng.ground.jobs.models import Job, State
from tests.site.cast import World
from tests.site.inspections.scene import campaign, round_

Browser = Callable[[str | None], Client]


@pytest.fixture
def job(world: World) -> Job:
    """A computation that was given up, of a secret round that the very top is not on."""
    of = round_(world, campaign(world), secret=True, members=(world.superior,))
    queued = actions.enqueue("standing.compute", args={"round_": of.pk})
    Job.objects.update(state=State.FAILED, error="MemoryError")
    return queued


def test_it_stands_in_no_list_of_others(job: Job, as_: Browser) -> None:
    page = as_("top").get(reverse("jobs:list")).content.decode()
    assert "standing.compute" not in page
    assert "state=failed" not in as_("top").get("/").content.decode()


def test_it_cannot_be_retried_by_others(job: Job, as_: Browser) -> None:
    assert as_("top").post(reverse("jobs:retry", args=[job.pk])).status_code == 404


def test_it_is_listed_for_who_is_on_the_round(job: Job, as_: Browser, world: World) -> None:
    world.top.rounds.add(int(job.subject_id))
    assert queries.jobs(world.top).get() == job
    assert "MemoryError" in as_("top").get(reverse("jobs:list")).content.decode()


def test_it_tells_of_a_retry_in_no_event_to_others(job: Job, world: World) -> None:
    job.refresh_from_db()
    world.top.rounds.add(int(job.subject_id))
    actions.retry(world.top, job=job)
    assert audit.events(world.top).filter(verb="job.retry").exists()
    world.top.rounds.clear()
    assert not audit.events(world.top).filter(verb="job.retry").exists()


def test_it_is_counted_in_no_figure_of_the_machine(job: Job, as_: Browser) -> None:
    Job.objects.create(key="open", task="jobs.clear", state=State.FAILED)
    assert 'chuangcheng_jobs{state="failed"} 1' in as_(None).get("/metrics").content.decode()
