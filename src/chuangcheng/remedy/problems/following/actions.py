"""Following a released round: its failed observations come onto the list, once each.

The round tells of nothing while it is secret, so a problem never betrays one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as text

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.actions import hold
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.visits import queries as visits
from chuangcheng.evidence.visits.models import Finding
from chuangcheng.ground.scope import Person, System
from chuangcheng.remedy.problems.correcting.actions import take_back
from chuangcheng.remedy.problems.finding.actions import Seen, observed_at, report
from chuangcheng.remedy.problems.following import queries
from chuangcheng.remedy.problems.models import Cursor, Problem
from chuangcheng.remedy.problems.rules import ProblemFacts
from chuangcheng.remedy.problems.wording import unmet

SOURCE = "inspection"
#: So many problems are brought onto the list at once, and then somebody else may write.
PORTION = 20
#: Kept in Chinese, as every text that is there in both languages; a history says it in either.
CORRECTED = text("测评记录已更正，原判定不再成立。")


def follow(round_: Round, actor: Person | None = None) -> int:
    """Bring onto the list what came to a round since it was followed last; gives how many.

    Running twice, or at the same time, changes nothing. Corrected observations are taken back, with
    those that correct them put in their place. It goes by small portions, between which others may
    write.
    """
    round_.refresh_from_db(fields=["seq", "released_at"])
    if round_.secret:
        return 0
    since = queries.followed(round_)
    if since >= round_.seq:
        # Every verb asks to be followed, and one run follows all that came before it.
        return 0
    who, found = actor or System(), queries.news(round_, since)
    stakes = queries.stakes(round_) if found.failed else {}
    shown = visits.findings(found.failed)
    for portion in _portions(found.failed):
        with _alone(round_):
            there = queries.sighted(portion)
            for row in portion:
                if row.pk not in there:
                    _report(who, round_, row, stakes.get(row.pk), shown.get(row.pk))
    with _alone(round_):
        # After what took their place, so that a problem still there is never closed between.
        for row in queries.on_list(found.corrected):
            _take_back(who, row)
        _followed(round_, found.upto)
    return len(found.failed)


def pass_over(round_: Round) -> None:
    """Leave what a round has so far off the list, as where it was made before there was one."""
    with _alone(round_):
        round_.refresh_from_db(fields=["seq"])
        _followed(round_, round_.seq)


def _portions(rows: Sequence[Observation]) -> Iterator[Sequence[Observation]]:
    for first in range(0, len(rows), PORTION):
        yield rows[first : first + PORTION]


def _followed(round_: Round, upto: int) -> None:
    if not Cursor.objects.filter(round=round_, seq__lt=upto).update(seq=upto):
        Cursor.objects.get_or_create(round=round_, defaults={"seq": upto})


@contextmanager
def _alone(round_: Round) -> Iterator[None]:
    """A transaction in which nobody else follows the round."""
    with transaction.atomic():
        hold(round_)
        yield


def _report(
    who: Person, round_: Round, row: Observation, stake: float | None, shown: Finding | None
) -> Problem | None:
    if row.point is None:
        return None
    # A correction is made at a desk: what it corrects says when the thing was seen.
    at = observed_at(inspections.chain(row)[0], round_)
    facts = ProblemFacts(
        campaign=round_.campaign,
        source=SOURCE,
        title=unmet(queries.item_title(round_, row.item)).zh,
        found_at=at,
        point=row.point,
        item=row.item,
        lead=row.unit,
        detail=shown.remark if shown else "",
    )
    said = _("测评“%(round)s”") % {"round": round_.title_zh}
    taken = tuple(UUID(name) for name in shown.photographs) if shown else ()
    return report(who, facts=facts, seen=Seen(SOURCE, at, said, stake, row, taken))


def _take_back(who: Person, row: Observation) -> None:
    problem = Problem.objects.get(sightings__observation=row)
    take_back(who, problem=problem, observation=row, note=CORRECTED)
