"""Time limits in simulated time: nothing here looks at the clock on the wall."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.ground.words import Words
from chuangcheng.lib.working import Limit
from chuangcheng.library.calendar import china
from chuangcheng.remedy.problems import actions, queries
from chuangcheng.remedy.problems.clock import Clock, Stage
from chuangcheng.remedy.problems.models import DayKind, SpecialDay
from chuangcheng.remedy.problems.procedures import default
from tests.site.cast import World
from tests.site.problems.scene import DAY, MONDAY, PASS, Scene, dispatched, rectified, signed

CALENDAR = china()
SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENTS = st.integers(0, 600 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)
LIMITS = st.builds(
    Limit,
    st.integers(1, 40),
    st.sampled_from(["working hours", "working days", "natural days"]),
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2026 in Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def clock(*limits: Limit) -> Clock:
    """A clock of stages that have not started."""
    return Clock(
        tuple(Stage(f"s{n}", Words("段", "Stage"), limit) for n, limit in enumerate(limits))
    )


def test_it_gives_exposed_rubbish_four_working_hours() -> None:
    running = default().clock("environment.rubbish", "ordinary").start(at(3, 2, 17), CALENDAR)
    assert running.due == at(3, 3, 11)


def test_it_counts_the_stages_of_an_illegal_building_side_by_side() -> None:
    running = default().clock("appearance.illegal-building", "ordinary")
    running = running.start(at(3, 2, 9), CALENDAR)
    due = [stage.due for stage in running.stages]
    assert due == [
        at(3, 2, 15),
        *(datetime(2026, 3, d, 23, 59, 59, tzinfo=SHANGHAI) for d in (9, 22)),
    ]
    assert running.meet("stop", at(3, 2, 12)).due == due[1]


def test_it_takes_the_shorter_of_class_and_severity() -> None:
    known = default()
    assert known.clock("facilities", "urgent").stages[0].limit == Limit(2, "working days")
    assert known.clock("environment.rubbish", "urgent").stages[0].limit.amount == 4


@given(MOMENTS, LIMITS, st.integers(0, 200))
def test_it_goes_on_with_what_was_left(start: datetime, limit: Limit, hours: int) -> None:
    running = clock(limit).start(start, CALENDAR)
    stopped = start + timedelta(hours=hours)
    standing = running.stand(stopped, CALENDAR)
    assert standing.due is None
    left = standing.stages[0].left
    gone_on = standing.go(stopped, CALENDAR)
    assert gone_on.due is not None
    if left is not None and left >= 1:
        unit = limit.unit
        assert CALENDAR.remaining(stopped, gone_on.due, unit) == left or unit == "working hours"
    assert gone_on.stages[0].left is None


@given(MOMENTS, LIMITS, st.integers(1, 30))
def test_it_never_runs_out_earlier_for_having_stood(
    start: datetime, limit: Limit, days: int
) -> None:
    running = clock(limit).start(start, CALENDAR)
    later = start + timedelta(days=days)
    gone_on = running.stand(start, CALENDAR).go(later, CALENDAR)
    assert running.due is not None
    assert gone_on.due is not None
    assert gone_on.due >= running.due


@given(MOMENTS, LIMITS)
def test_it_is_kept_as_plain_values(start: datetime, limit: Limit) -> None:
    running = clock(limit, Limit(1, "working days")).start(start, CALENDAR)
    assert Clock.of(running.told()) == running


def test_it_stays_overdue_when_it_stood_too_late(world: World) -> None:
    which = signed(Scene(world))
    late = which.due + DAY
    stood = actions.suspend(world.office, problem=which, note="等项目", now=late)
    again = actions.resume(world.office, problem=stood, now=late + DAY)
    assert (stood.due, again.due) == (None, which.due)


def test_it_stands_while_it_is_suspended(world: World) -> None:
    which = signed(Scene(world))
    stood = actions.suspend(
        world.office, problem=which, note="等项目", waits_for="雨污分流工程", now=MONDAY
    )
    again = actions.resume(world.office, problem=stood, now=MONDAY + 7 * DAY)
    assert (stood.waits_for, again.state) == ("雨污分流工程", "signed")
    assert again.due == which.due + 7 * DAY


def test_it_is_on_time_by_when_it_was_rectified(world: World) -> None:
    scene = Scene(world)
    which = rectified(scene, after=DAY)
    done = actions.recheck(world.supervisor, problem=which, said=PASS, now=MONDAY + 90 * DAY)
    assert done.on_time is True


def test_it_is_late_when_rectified_after_its_time(world: World) -> None:
    which = rectified(Scene(world), after=60 * DAY)
    done = actions.recheck(world.supervisor, problem=which, said=PASS, now=MONDAY + 61 * DAY)
    assert (done.on_time, done.open) == (False, False)


def test_it_runs_out_later_by_what_was_granted(world: World) -> None:
    which = signed(Scene(world))
    asked = actions.ask_extension(world.clerk, problem=which, amount=3, note="缺材料", now=MONDAY)
    given_ = actions.grant(world.supervisor, problem=asked, now=MONDAY)
    assert (asked.due, given_.extensions, given_.asked) == (which.due, 1, None)
    assert given_.due > which.due


def test_it_works_on_make_up_days_that_were_imported(world: World) -> None:
    scene = Scene(world)
    plain = dispatched(scene).due
    SpecialDay.objects.create(day=date(2026, 3, 3), day_kind=DayKind.REST)
    calendar = queries.calendar()
    assert not calendar.works(date(2026, 3, 3))
    moved = calendar.add(MONDAY, Limit(5, "working days"))
    assert moved > china().add(MONDAY, Limit(5, "working days"))
    assert plain is not None
