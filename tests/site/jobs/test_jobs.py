"""The queue: done once in effect, even when a process dies over it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.jobs import actions, worker
from chuangcheng.ground.jobs.models import Job, State
from chuangcheng.ground.jobs.registry import TASKS, Work, task
from tests.site import cast

LATER = timedelta(hours=1)


@pytest.fixture(autouse=True)
def tasks(db: None) -> Iterator[None]:
    """Two tasks of the tests' own: one that makes an area, one that makes one and then fails."""
    names = set(TASKS)

    @task("test.make", lease=timedelta(minutes=1))
    def make(work: Work, *, code: str) -> None:
        cast.area(code, code, Level.COUNTY, None)

    @task("test.fail", tries=2)
    def fail(work: Work, *, code: str) -> None:
        cast.area(code, code, Level.COUNTY, None)
        raise RuntimeError("到此为止")

    yield
    for name in set(TASKS) - names:
        del TASKS[name]


def test_it_does_a_job_once() -> None:
    job = actions.enqueue("test.make", args={"code": "A"}, key="once")
    assert actions.enqueue("test.make", args={"code": "A"}, key="once") == job
    assert (worker.run_one(), worker.run_one()) == (True, False)
    job.refresh_from_db()
    assert (job.state, Area.objects.count()) == (State.DONE, 1)


def test_it_drops_a_job_with_the_transaction_that_asked_for_it() -> None:
    with transaction.atomic():
        actions.enqueue("test.make", args={"code": "A"})
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_it_waits_until_it_is_time() -> None:
    actions.enqueue("test.make", args={"code": "A"}, at=timezone.now() + LATER)
    assert not worker.run_one()


def test_it_leaves_nothing_of_a_job_that_failed_and_tries_again_later() -> None:
    job = actions.enqueue("test.fail", args={"code": "A"})
    worker.run_one()
    job.refresh_from_db()
    assert (job.state, job.error) == (State.WAITING, "RuntimeError: 到此为止")
    assert job.run_at > timezone.now()
    assert not Area.objects.exists()


def test_it_takes_first_what_cannot_wait() -> None:
    for name in ("photographs.check", "visits.sweep", "jobs.clear"):
        actions.enqueue(name)
    taken = [actions.claim(timezone.now()) for _time in range(3)]
    assert [job.task for job in taken if job] == ["visits.sweep", "photographs.check", "jobs.clear"]


def test_it_lets_pass_what_cannot_wait_and_goes_on_afterwards() -> None:
    done: list[str] = []

    @task("test.long", tries=1, atomic=False)
    def long(work: Work) -> None:
        for step in range(len(done), 3):
            work.give_way()
            done.append(f"step {step}")
            if step == 0:
                actions.enqueue("test.short")

    @task("test.short", first=True)
    def short(work: Work) -> None:
        done.append("short")

    job = actions.enqueue("test.long")
    while worker.run_one():
        pass
    job.refresh_from_db()
    assert (job.state, done) == (State.DONE, ["step 0", "short", "step 2"])


def test_it_gives_up_in_the_end_and_can_be_asked_again() -> None:
    job = actions.enqueue("test.fail", args={"code": "A"})
    for _attempt in range(2):
        Job.objects.update(run_at=timezone.now())
        worker.run_one()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 2)
    actions.retry(cast.SYSTEM, job=job)
    assert worker.run_one()


def test_it_takes_over_from_a_worker_that_died() -> None:
    job = actions.enqueue("test.make", args={"code": "A"})
    dead = actions.claim(timezone.now())
    assert actions.claim(timezone.now()) is None
    Job.objects.update(leased_until=timezone.now() - LATER)
    assert worker.run_one()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 2)
    assert dead is not None
    with pytest.raises(actions.LeaseLostError):
        actions.finish(dead)


def test_it_undoes_what_a_worker_did_after_losing_its_lease() -> None:
    actions.enqueue("test.make", args={"code": "A"})
    slow = actions.claim(timezone.now())
    assert slow is not None
    Job.objects.update(attempts=2)  # somebody else has it now
    worker._run(slow)
    assert not Area.objects.exists()


def test_it_puts_in_what_the_clock_asks_for_once_a_day() -> None:
    now = timezone.now()
    for hours in (0, 0, 24):
        actions.plan(now + timedelta(hours=hours))
    assert Job.objects.filter(task="audit.verify").count() == 2


def test_it_drops_what_was_done_long_ago() -> None:
    job = actions.enqueue("test.make", args={"code": "A"})
    worker.run_one()
    assert actions.clear(timezone.now()) == 0
    assert actions.clear(timezone.now() + timedelta(days=31)) == 1
    assert not Job.objects.filter(pk=job.pk).exists()
