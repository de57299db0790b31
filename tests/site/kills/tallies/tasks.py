"""A job with a beginning, a verb and an end, so that half of it would show."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

from chuangcheng.ground.areas import actions
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.jobs.registry import Work, task
from chuangcheng.ground.scope import System
from tests.site.kills.tallies.models import Mark
from tests.site.kills.tallies.said import facts

TASK = "tallies.mark"
WORK = 200_000  # rounds; long enough to be killed over


@task(TASK, tries=1000, lease=timedelta(seconds=2))
def mark(work: Work, *, code: str) -> None:
    """Leave a mark, work for a while, change the area, leave another mark."""
    Mark.objects.create(code=code)
    hashlib.pbkdf2_hmac("sha256", code.encode(), b"", WORK)
    area = Area.objects.get(code=code)
    actions.change(System(), area=area, facts=replace(facts(code), title_en="marked"))
    Mark.objects.create(code=code)
