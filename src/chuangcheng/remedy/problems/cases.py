"""The cases in which problems wait for somebody: counted on the first screen, chosen in the list.

A figure and the list behind it ask for the same condition, so that neither can say more than the
other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.tables import Filter, Label, Options
from chuangcheng.remedy.problems.models import UNFINISHED, Problem
from chuangcheng.remedy.problems.queries import states_offering


def condition(case: str) -> Q:
    """Which problems are a case now; all of them where the address names none."""
    return CASES[case][1]() if case in CASES else Q()


def _offering(verb: str) -> Callable[[], Q]:
    return lambda: Q(state__in=states_offering(verb))


def _asked() -> Q:
    # Looked up by themselves: they are few, and what they say stands in no index of lists.
    rows = Problem.objects.filter(UNFINISHED, asked__isnull=False)
    return UNFINISHED & Q(pk__in=rows.order_by().values("pk"))


CASES: Mapping[str, tuple[Label, Callable[[], Q]]] = {
    # Time runs for nothing but what is open; said so, lists of all find what they need in an index.
    "late": (_("已超期"), lambda: UNFINISHED & Q(due__lt=timezone.now())),
    "in-time": (_("未到期"), lambda: UNFINISHED & Q(due__gte=timezone.now())),
    "dispatch": (_("待交办"), _offering("dispatch")),
    "arbitrate": (_("待裁定"), _offering("arbitrate")),
    "asked": (_("延期待审批"), _asked),
}


@dataclass(frozen=True)
class Cases(Filter):
    """The choice of a case above a list."""

    def condition(self, chosen: str) -> Q:
        """Which problems are the case that was chosen."""
        return condition(chosen)


def _options(_person: Person) -> Options:
    return [(case, label) for case, (label, _condition) in CASES.items()]


BY_CASE = Cases("case", _("情形"), "", _options)
