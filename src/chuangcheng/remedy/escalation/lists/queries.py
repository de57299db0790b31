"""Reading red and black lists, and how the next one comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.lib.streaks import Colour, Rate, listed, running
from chuangcheng.library import lists
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import newest, reader
from chuangcheng.remedy.escalation.lists import scheme as reading
from chuangcheng.remedy.escalation.lists.counting import WEEK, Counted, counted, cut, monday
from chuangcheng.remedy.escalation.lists.scheme import Scheme
from chuangcheng.remedy.escalation.models import ListEntry, ListScheme, WeekList
from chuangcheng.remedy.escalation.rules import SEE

#: The scheme of a version.
read = reader(ListScheme, reading.read)


def weeks(person: Person) -> QuerySet[WeekList]:
    """The lists that a person may read, the latest first: whoever is on one is named to all."""
    rows: QuerySet[WeekList] = WeekList.objects.with_right(person, SEE)
    return rows.select_related("campaign__area").order_by("-starts", "-pk")


def entries(person: Person) -> QuerySet[ListEntry]:
    """Who stands on them, and who had problems and stands on neither."""
    rows = ListEntry.objects.filter(week__in=weeks(person).order_by().values("pk"))
    rows = rows.select_related("unit", "week__campaign__area", "week__scheme", "taken")
    return rows.defer("week__scheme__document")


def counts(rows: QuerySet[WeekList]) -> QuerySet[WeekList]:
    """Weeks with how many units stand on each of their lists."""
    return rows.annotate(
        red=Count("entries", filter=Q(entries__colour="red")),
        black=Count("entries", filter=Q(entries__colour="black")),
    )


def ranked(rows: QuerySet[ListEntry]) -> QuerySet[ListEntry]:
    """Entries with their share rectified, group by group, the best first."""
    share = 1.0 * F("rectified") / F("found")
    return rows.annotate(share=share).order_by("group", "-share", "unit__code")


def group_title(entry: ListEntry) -> str:
    """The group in which a unit was listed."""
    known = read(entry.week.scheme).group(entry.group)
    return str(known.title) if known else entry.group


def version(campaign: Campaign) -> ListScheme | None:
    """How a campaign draws up its lists; none where it has none."""
    return newest(ListScheme, campaign)


def document(campaign: Campaign) -> Mapping[str, Any]:
    """The document of that, or what an office may start from."""
    kept = version(campaign)
    return kept.document if kept else lists.lists()


def due(kept: ListScheme, now: datetime) -> Iterator[date]:
    """The weeks whose lists are to be drawn up now, by their Mondays.

    All since the last that was; of a campaign that never had one the last that has ended.
    """
    known = read(kept)
    last = WeekList.objects.filter(campaign=kept.campaign).order_by("-starts").first()
    ended = monday(timezone.localdate(now - known.drawn_after)) - WEEK
    starts = last.starts + WEEK if last else ended
    while cut(known, starts) <= now:
        yield starts
        starts += WEEK


@dataclass(frozen=True)
class Standing:
    """A unit of a week: its group, its problems, its list, and how many weeks running."""

    unit: Unit
    group: str
    problems: list[Counted]
    colour: Colour
    running: int

    @property
    def rectified(self) -> int:
        """How many of the problems are put right."""
        return sum(one.rectified for one in self.problems)


def drawn(kept: ListScheme, starts: date) -> list[Standing]:
    """How the lists of a week come out, group by group. Who is in no group is on no list."""
    known, own = read(kept), defaultdict[int, list[Counted]](list)
    for one in counted(kept.campaign, known, starts):
        own[one.unit].append(one)
    units = {str(unit.pk): unit for unit in Unit.objects.filter(pk__in=own)}
    colours: dict[str, Colour] = {}
    groups: dict[str, str] = {}
    for group in known.groups:
        inside = [key for key, unit in units.items() if unit.unit_kind in group.kinds]
        rates = {key: _rate(own[int(key)]) for key in inside}
        colours |= listed(rates, group.by)
        groups |= dict.fromkeys(inside, group.code)
    runs = _runs(kept.campaign, starts, colours, known)
    return [
        Standing(units[key], groups[key], own[int(key)], colour, runs[key])
        for key, colour in colours.items()
    ]


def _rate(problems: list[Counted]) -> Rate:
    return Rate(sum(one.rectified for one in problems), len(problems))


def _runs(
    campaign: Campaign, starts: date, colours: Mapping[str, Colour], known: Scheme
) -> dict[str, int]:
    """How many weeks running, with this one, each stands where it stands; 0 on neither list."""
    weeks = WeekList.objects.filter(campaign=campaign, starts__lt=starts).order_by("starts")
    before: dict[int, dict[str, Colour]] = {pk: {} for pk in weeks.values_list("pk", flat=True)}
    rows = ListEntry.objects.filter(week__in=before).order_by()
    for week, unit, on in rows.values_list("week_id", "unit_id", "colour"):
        before[week][str(unit)] = "red" if on == "red" else "black" if on else ""
    periods = [*before.values(), colours]
    found = {colour: running(periods, colour, known.left_out) for colour in ("red", "black")}
    return {key: found[colour][key] if colour else 0 for key, colour in colours.items()}


def latest(campaign: Campaign) -> WeekList | None:
    """The last lists of a campaign."""
    return WeekList.objects.filter(campaign=campaign).order_by("-starts").first()
