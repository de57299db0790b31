"""How notices are sent: shipped figures, which an office's own file may replace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from django.conf import settings
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, PositiveInt

from chuangcheng.adapters.notices.models import Kind

#: The steps of problems that can be told: a verb, and where it has several its outcome.
StepName = Literal[
    "dispatch", "arbitrate", "return", "dispute", "ask-extension", "rectify", "recheck.unmet"
]
#: Whoever acts for the units of a problem; all others are codes of roles.
UNIT = "unit"
#: Every channel that is not named.
OTHER = "other"


class Limits(BaseModel):
    """All figures of notices."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    period_minutes: PositiveInt
    quiet_from: time
    quiet_until: time
    retry_minutes: tuple[PositiveInt, ...]
    lines: PositiveInt
    gather_days: PositiveInt
    kinds: Mapping[str, tuple[Kind, ...]]
    problem_steps: Mapping[StepName, tuple[str, ...]]

    def usual(self, channel: str) -> tuple[Kind, ...]:
        """The kinds of notice that go out by a channel unless its reader has chosen."""
        return self.kinds.get(channel, self.kinds.get(OTHER, ()))

    def quiet(self, now: datetime) -> bool:
        """Whether nothing is sent at a moment; hours that run past midnight too."""
        at = timezone.localtime(now).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


@cache
def limits() -> Limits:
    """The figures in force."""
    shipped = files(__package__).joinpath("data/notices.yaml").read_text(encoding="utf-8")
    own = settings.DATA_DIR / "notices.yaml"
    given = yaml.safe_load(own.read_text(encoding="utf-8")) if own.exists() else {}
    return Limits.model_validate({**yaml.safe_load(shipped), **given})
