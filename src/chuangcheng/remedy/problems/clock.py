"""The clock of a problem: its stages, when each runs out, and standing still. Pure: no database.

A clock that stands keeps what was left of each stage and goes on with it; one that had run out
before it stood stays as overdue as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chuangcheng.ground.words import Words
from chuangcheng.lib.working import Limit, Unit, WorkCalendar


@dataclass(frozen=True)
class Stage:
    """One time limit: its limit, when it runs out, what was left when it stood, when it was met."""

    code: str
    title: Words
    limit: Limit
    due: datetime | None = None
    left: float | None = None
    met: datetime | None = None

    def told(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "code": self.code,
            "zh": self.title.zh,
            "en": self.title.en,
            "amount": self.limit.amount,
            "unit": self.limit.unit,
            "due": _told(self.due),
            "left": self.left,
            "met": _told(self.met),
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Stage:
        """The stage that plain values tell of."""
        return cls(
            said["code"],
            Words(said["zh"], said["en"]),
            Limit(said["amount"], said["unit"]),
            _moment(said["due"]),
            said["left"],
            _moment(said["met"]),
        )


@dataclass(frozen=True)
class Clock:
    """The stages of a problem, all counted from the same moment."""

    stages: tuple[Stage, ...] = ()

    @classmethod
    def of(cls, said: Sequence[Mapping[str, Any]]) -> Clock:
        """The clock that plain values tell of."""
        return cls(tuple(Stage.of(stage) for stage in said))

    def told(self) -> list[dict[str, Any]]:
        """As plain values."""
        return [stage.told() for stage in self.stages]

    @property
    def started(self) -> bool:
        """Whether it has been started."""
        return any(stage.due or stage.left is not None for stage in self.stages)

    @property
    def due(self) -> datetime | None:
        """When the next unmet stage runs out; None while it stands or where all are met."""
        running = [s.due for s in self.stages if s.due and s.met is None and s.left is None]
        return min(running, default=None)

    def start(self, now: datetime, calendar: WorkCalendar) -> Clock:
        """All stages counted from now."""
        return self._each(lambda s: replace(s, due=calendar.add(now, s.limit), left=None))

    def stand(self, now: datetime, calendar: WorkCalendar) -> Clock:
        """Keep what is left of each stage."""

        def kept(stage: Stage) -> Stage:
            if stage.due is None or stage.left is not None:
                return stage
            return replace(stage, left=calendar.remaining(now, stage.due, stage.limit.unit))

        return self._each(kept)

    def go(self, now: datetime, calendar: WorkCalendar) -> Clock:
        """Count on with what was left."""
        return self._each(lambda stage: _gone_on(stage, now, calendar))

    def meet(self, code: str, now: datetime) -> Clock:
        """One stage, or with no code the next, is met."""
        waiting = [s for s in self.stages if s.met is None and code in {"", s.code}]
        if not waiting:
            return self
        first = waiting[0]
        stages = tuple(replace(s, met=now) if s is first else s for s in self.stages)
        return Clock(stages)

    def finish(self, now: datetime) -> Clock:
        """All stages are met."""
        return self._each(lambda stage: replace(stage, met=now))

    def unmeet(self, since: datetime) -> Clock:
        """What was met at that moment is not met after all."""
        stages = (replace(s, met=None) if s.met and s.met >= since else s for s in self.stages)
        return Clock(tuple(stages))

    def extend(self, more: Limit, calendar: WorkCalendar) -> Clock:
        """The unmet stages run out later by so much."""

        def longer(stage: Stage) -> Stage:
            base = stage.due
            return replace(stage, due=calendar.add(base, more)) if base else stage

        return self._each(longer)

    def in_time(self) -> bool:
        """Whether every stage that was met was met before it ran out."""
        return all(s.met <= s.due for s in self.stages if s.met and s.due)

    def _each(self, change: Callable[[Stage], Stage]) -> Clock:
        return Clock(tuple(s if s.met else change(s) for s in self.stages))


def _gone_on(stage: Stage, now: datetime, calendar: WorkCalendar) -> Stage:
    if stage.due is None or stage.left is None:
        return stage
    if stage.left < 0:
        return replace(stage, left=None)
    return replace(stage, due=_counted_on(stage, stage.left, now, calendar), left=None)


def _counted_on(stage: Stage, left: float, now: datetime, calendar: WorkCalendar) -> datetime:
    unit: Unit = stage.limit.unit
    if unit == "working hours":
        return calendar.after(now, timedelta(hours=left))
    if left >= 1 or stage.due is None:
        return calendar.add(now, Limit(int(left), unit))
    # It stood on its last day: it goes on with the rest of a day.
    local = now.astimezone(calendar.zone)
    closes = stage.due.astimezone(calendar.zone).timetz()
    return calendar.rolled(max(local, datetime.combine(local.date(), closes)))


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(said: str | None) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
