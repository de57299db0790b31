"""The sample county ten times over, put into an empty database: `python -m benchmarks.tenfold`.

Ten times the points, the observations of every round, the problems and the duties. Beside it stands
a campaign whose framework asks for 1 200 items, for measuring how long saving one of them takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import django

django.setup()

from django.db import transaction  # noqa: E402 - the site must be up first

from benchmarks.data import ITEMS_OF_PART, framework  # noqa: E402 - the same
from chuangcheng.conf import sample  # noqa: E402 - the same
from chuangcheng.evidence.inspections.models import Round  # noqa: E402 - the same
from chuangcheng.ground.areas import actions as areas  # noqa: E402 - the same
from chuangcheng.ground.areas.models import Area, Level  # noqa: E402 - the same
from chuangcheng.ground.areas.rules import AreaFacts  # noqa: E402 - the same
from chuangcheng.ground.units.models import Unit  # noqa: E402 - the same
from chuangcheng.mandate.campaigns import actions as campaigns  # noqa: E402 - the same
from chuangcheng.mandate.campaigns.models import Campaign, Lane  # noqa: E402 - the same
from chuangcheng.mandate.campaigns.rules import CampaignFacts  # noqa: E402 - the same
from chuangcheng.mandate.duties import actions as duties  # noqa: E402 - the same
from chuangcheng.mandate.duties.rules import DutyFacts  # noqa: E402 - the same
from chuangcheng.mandate.frameworks import actions as frameworks  # noqa: E402 - the same
from chuangcheng.mandate.frameworks.models import Standard  # noqa: E402 - the same
from chuangcheng.outcome.standing import actions as standing  # noqa: E402 - the same
from chuangcheng.remedy.problems.following import actions as following  # noqa: E402 - the same

TIMES, ITEMS = 10, 1200
#: The code of the campaign of so many items.
WIDE = "WIDE"


def main() -> None:
    """Load everything. Raises ValueError when the database is in use."""
    ordinary = sample.files_of(sample.framework())
    *_earlier, last = sample.load(dict(_tenfold(ordinary)))
    following.follow(last)
    _hand_out(last.campaign)
    round_ = _wide(last.campaign.area)
    following.pass_over(round_)
    standing.compute(sample.ACTOR, round_=round_)
    print(f"{len(ordinary)} files, {TIMES} times")


def _tenfold(files: Mapping[str, sample.Table]) -> Iterator[tuple[str, sample.Table]]:
    for name, rows in files.items():
        many = name == "points.csv" or name.startswith("observations/")
        yield name, [row for n in range(TIMES if many else 1) for row in _copied(rows, n)]


def _copied(rows: sample.Table, n: int) -> Iterator[dict[str, str]]:
    """The rows once more, of other points and visits a little way off."""
    for row in rows:
        if n == 0:
            yield row
        elif "longitude" in row:
            east, title = float(row["longitude"]) + n * 0.0007, f"{row['title']}（{n + 1}）"
            yield row | {"point": f"{row['point']}-{n}", "title": title, "longitude": f"{east:.6f}"}
        elif row["visit"]:
            point = f"{row['point']}-{n}" if row["point"] else ""
            yield row | {"point": point, "visit": f"{row['visit']}-{n}"}


def _hand_out(campaign: Campaign) -> None:
    """Every standard once more in nine places."""
    places = list(Area.objects.filter(level=Level.TOWNSHIP).order_by("path"))
    for n in range(TIMES - 1 - len(places)):
        facts = AreaFacts(code=f"place-{n}", title_zh=f"第{n + 1}社区", level=Level.COMMUNITY)
        places.append(areas.create(sample.ACTOR, facts=facts, parent=places[n]))
    units = list(Unit.objects.order_by("pk"))
    with transaction.atomic():
        for standard in Standard.objects.filter(edition=campaign.edition):
            for n, area in enumerate(places):
                unit = units[(standard.pk + n) % len(units)]
                wanted = DutyFacts(standard, area, unit, deadline=date(campaign.last_year, 12, 31))
                duties.create(sample.ACTOR, campaign=campaign, facts=wanted)


@transaction.atomic
def _wide(area: Area) -> Round:
    """One round of the campaign of 1 200 items."""
    asked = framework(ITEMS // ITEMS_OF_PART)
    edition = frameworks.take_in(sample.ACTOR, framework=asked)
    edition = frameworks.issue(sample.ACTOR, edition=edition)
    facts = CampaignFacts(WIDE, "千项测评", area, edition, Lane.SPRINT, 2025)
    campaign = campaigns.create(sample.ACTOR, facts=facts)
    files = dict(_renamed(sample.files_of(asked)))
    sample.lay_points(files["points.csv"])
    places = {one.code: one for one in Area.objects.all()}
    (round_,) = sample.hold_rounds(campaign, places, files)
    return round_


def _renamed(files: Mapping[str, sample.Table]) -> Iterator[tuple[str, sample.Table]]:
    """The last round alone, and its points under names that the county has not used."""
    for name, rows in files.items():
        if name == "rounds.csv":
            yield name, rows[-1:]
        else:
            told = [
                row | {"point": f"W-{row['point']}"} if row.get("point") else row for row in rows
            ]
            yield name, told


if __name__ == "__main__":
    main()
