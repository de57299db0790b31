"""What the overview says of the standing: the score, what moved it, the weakest kinds of point."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Line
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.outcome.standing import printing, queries
from chuangcheng.outcome.standing.models import Computation, Rank
from chuangcheng.outcome.standing.rules import SEE
from chuangcheng.outcome.standing.tables import link
from chuangcheng.remedy.problems import queries as problems

#: So many lines of a kind; the rest is behind the link below them.
SHOWN = 4


@dataclass(frozen=True)
class Last:
    """The newest result that a person sees, of the largest area in their scope; and the one before."""

    person: Person
    computation: Computation
    before: Computation | None
    rank: Rank
    was: Rank | None

    def lines(self) -> Iterator[Line]:
        """The score, by how much it moved, and the projects that moved it most."""
        rank = self.rank
        figure = f"{printing.points(rank.net)} / {printing.points(rank.possible)}"
        if not rank.assessed:
            figure = _("未测评")
        yield Line(str(rank.area), self._page("area"), figure, _margin(rank.low, rank.high))
        moved = rank.since(self.was)
        if self.before and moved is not None:
            url = self._page("area", self.before)
            said = str(self.before.round)
            yield Line(_("比上一轮"), url, printing.change(moved), said, _tone(moved))
            yield from self._projects(self.before)

    def kinds(self) -> Iterator[Line]:
        """The kinds of point at which most was lost."""
        names = inspections.names(self.computation.round)
        mine = queries.losses(self.person, self.computation)
        rows = mine.filter(area=self.rank.area, lost__gt=0)
        summed = rows.exclude(point_type="").order_by().values_list("point_type")
        for kind, lost in summed.annotate(sum=Sum("lost")).order_by("-sum")[:SHOWN]:
            url = link(self.computation, self.rank.area, kind=kind)
            yield Line(names.of("point_type", kind), url, printing.change(-lost), tone="alert")

    def kinds_page(self) -> str:
        """Where all kinds of point stand."""
        return self._page("kinds")

    def _page(self, name: str, computation: Computation | None = None) -> str:
        found = computation or self.computation
        return reverse(f"standing:{name}", args=[found.pk, self.rank.area.code])

    def _projects(self, before: Computation) -> Iterator[Line]:
        names = inspections.names(self.computation.round)
        moved = self._by_project(before)
        for project in sorted(moved, key=lambda one: -abs(moved[one]))[: SHOWN - 1]:
            url = reverse(
                "standing:branch",
                args=[self.computation.pk, self.rank.area.code, "project", project],
            )
            figure, tone = printing.change(moved[project]), _tone(moved[project])
            title = _("变动大的项目：%s") % names.of("project", project)
            yield Line(title, url, figure, tone=tone)

    def _by_project(self, before: Computation) -> dict[str, int]:
        """By how many ticks each project moved; those that did not are left out."""
        both = queries.nodes(self.person, self.computation, before).order_by()
        rows = list(both.filter(area=self.rank.area, node_kind="project"))
        was = {row.node: row for row in rows if row.computation_id == before.pk}
        mine = (row for row in rows if row.computation_id == self.computation.pk)
        moved = {row.node: row.since(was.get(row.node)) for row in mine}
        return {node: by for node, by in moved.items() if by}


def last(person: Person) -> Last | None:
    """The newest result in scope; None where there is none."""
    newest = queries.results(person).first()
    if newest is None:
        return None
    before = queries.earlier(person, newest)
    pair = [found for found in (newest, before) if found]
    rows = Rank.objects.reached(person, SEE).filter(computation__in=[one.pk for one in pair])
    ranks = list(rows.select_related("area").order_by("area__path"))
    rank = next((row for row in ranks if row.computation_id == newest.pk), None)
    if rank is None:
        return None
    same = (row for row in ranks if row.area_id == rank.area_id and row is not rank)
    return Last(person, newest, before, rank, next(same, None))


def counties(person: Person, campaigns: list[Campaign]) -> Iterator[Line]:
    """The areas of several campaigns, each with its newest score and what is overdue there."""
    found = {row.round.campaign_id: row for row in reversed(queries.results(person))}
    tops = queries.tops(person, list(found.values()))
    late = problems.overdue(person, timezone.now()).order_by().values_list("campaign")
    overdue = dict(late.annotate(Count("pk")))
    for campaign in campaigns:
        row, number = found.get(campaign.pk), overdue.get(campaign.pk, 0)
        top = tops.get(row.pk) if row else None
        told = [_margin(top.low, top.high)] if top else []
        told += [_("超期问题 %d 个") % number] if number else []
        yield Line(
            str(campaign.area),
            row.get_absolute_url() if row else campaign.get_absolute_url(),
            printing.points(top.net if top and top.assessed else None),
            _("；").join(text for text in told if text),
        )


def _margin(low: float | None, high: float | None) -> str:
    margin = printing.margin(low, high)
    return _("可信范围 %s") % margin if margin else ""


def _tone(moved: int) -> str:
    return "good" if moved > 0 else "alert" if moved < 0 else ""
