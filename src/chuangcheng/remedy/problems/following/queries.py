"""What a round brings onto the list: the observations that failed, and what each of them costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chuangcheng.engine.areas import Area as EngineArea
from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.assess import assess
from chuangcheng.engine.framework import Framework
from chuangcheng.engine.rows import row_losses
from chuangcheng.engine.rules import FIXED
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation, ObservationQuerySet, Round
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas.models import Area
from chuangcheng.remedy.problems.models import Cursor, Sighting
from chuangcheng.remedy.problems.queries import item_of, share_lost

Stakes = dict[int, float]


@dataclass(frozen=True)
class News:
    """What has come to a round since it was followed last, up to its verb `upto`.

    `failed` are the observations that count and lost something, `corrected` those that a later one
    corrects and that are on the list.
    """

    failed: list[Observation]
    corrected: list[Observation]
    upto: int


def followed(round_: Round) -> int:
    """The number of the last verb of a round that was followed."""
    return Cursor.objects.filter(round=round_).values_list("seq", flat=True).first() or 0


def news(round_: Round, since: int) -> News:
    """What has come to a round since its verb `since`."""
    upto = round_.seq
    rows = Observation.objects.filter(round=round_).standing(upto).filter(seq__gt=since)
    rows = rows.exclude(point=None).select_related("point__area", "point__unit", "area", "unit")
    whole = inspections.framework(round_)
    gone = Observation.objects.filter(
        round=round_,
        sighting__isnull=False,
        sighting__withdrawn_at=None,
        correction__seq__lte=upto,
    )
    return News(list(_failed(whole, rows.order_by("pk"))), list(gone), upto)


def sighted(rows: Iterable[Observation]) -> set[int]:
    """The keys of those observations that are on the list."""
    keys = [row.pk for row in rows]
    return set(
        Sighting.objects.filter(observation__in=keys).values_list("observation_id", flat=True)
    )


def on_list(rows: Iterable[Observation]) -> list[Observation]:
    """Those observations that are on the list and not yet taken back."""
    keys = [row.pk for row in rows]
    return list(
        Observation.objects.filter(
            pk__in=keys, sighting__isnull=False, sighting__withdrawn_at=None
        ).order_by("pk")
    )


def _failed(whole: Framework, rows: ObservationQuerySet) -> Iterator[Observation]:
    """Those that lost something and were not put right on the spot; answers are no problems."""
    known = {item.id: item for item in whole.items}
    for row in rows:
        found = known.get(row.item)
        if found is None or found.rule.kind == "answers" or row.result == FIXED:
            continue
        if share_lost(found, Judgement(row.result, row.count, row.of)) > 0:
            yield row


def stakes(round_: Round) -> Stakes:
    """The points of the campaign's total that each observation of a round cost, by its key.

    It is what the total would win were the item found met there and all else as it is, wherever
    no cap, band or veto stands between; the same shares as in the standing of the round.
    """
    frame = inspections.frame(round_)
    root = round_.campaign.area
    assessment = assess(frame, inspections.framework(round_), tree=_tree(root))
    lost = row_losses(assessment, frame.drop("id"), root.code)
    keys = frame["id"].to_list()
    found: Stakes = {}
    for place, points in lost.select("observation", "lost").iter_rows():
        found[keys[place]] = found.get(keys[place], 0.0) + points
    return found


def _tree(root: Area) -> AreaTree:
    rows = Area.objects.below(root.path).order_by("path")
    columns = ("code", "title_zh", "parent__code", "group", "weight")
    return AreaTree.of(
        EngineArea(code, title, "" if code == root.code else parent or "", group, float(weight))
        for code, title, parent, group, weight in rows.values_list(*columns)
    )


def item_title(round_: Round, id_: str) -> str:
    """The title of an item, as the list shows it."""
    found = item_of(inspections.framework(round_), id_)
    return found.title.zh if found else id_
