"""What a database holds after it all: `python -m tests.site.kills.found` prints it as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

import django

django.setup()

from chuangcheng.ground.areas.models import Area  # noqa: E402  # models need Django first
from chuangcheng.ground.audit import queries  # noqa: E402
from chuangcheng.ground.audit.models import Event  # noqa: E402
from chuangcheng.ground.jobs.models import Job  # noqa: E402
from chuangcheng.ground.search import actions  # noqa: E402
from tests.site.kills.tallies.models import Mark  # noqa: E402
from tests.site.kills.tallies.tasks import TASK  # noqa: E402

PREFIXES = ("A-", "J-")


def codes() -> dict[str, list[int]]:
    """For each code: areas, events of making, jobs, marks, events of changing."""
    events = Event.objects.order_by("seq")
    counted = [
        _counted(Area.objects.values_list("code", flat=True)),
        _counted(events.filter(verb="area.create").values_list("title", flat=True)),
        _counted(job.args["code"] for job in Job.objects.filter(task=TASK)),
        _counted(Mark.objects.values_list("code", flat=True)),
        _counted(events.filter(verb="area.change").values_list("title", flat=True)),
    ]
    known = {code for counts in counted for code in counts}
    return {code: [counts[code] for counts in counted] for code in known}


def chain() -> str:
    """Whether the log is whole, or what is wrong with it."""
    return queries.verify().reason or "whole"


def taken_over() -> int:
    """How many jobs were begun more than once."""
    return Job.objects.filter(task=TASK, attempts__gt=1).count()


def _counted(found: Iterable[str]) -> Counter[str]:
    return Counter(code for code in found if code.startswith(PREFIXES))


if __name__ == "__main__":
    wrong = sum(actions.rebuild().values())
    told = {"codes": codes(), "chain": chain(), "index": wrong, "taken_over": taken_over()}
    print(json.dumps(told))
