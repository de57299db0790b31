"""The sample county in the site: loaded once, by the verbs that everybody uses, all of it or nothing.

The county itself ships with the library; here it gets people, a campaign and its standings.
"""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction

from chuangcheng import library
from chuangcheng.conf import environment, sample_lists, sample_street
from chuangcheng.engine.framework import Framework
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.evidence.inspections.rules import RoundFacts
from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import Role, User
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import PledgeKind, Point
from chuangcheng.ground.points.rules import PledgeFacts
from chuangcheng.ground.scope import System
from chuangcheng.ground.sheets.importer import Source
from chuangcheng.ground.sheets.sheet import Row
from chuangcheng.ground.units import actions as units
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.units.rules import UnitFacts
from chuangcheng.library.sample import generate
from chuangcheng.library.sample.duties import Leads
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.duties import actions as duties
from chuangcheng.mandate.duties.rules import DutyFacts
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.mandate.frameworks.models import Standard
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.remedy.problems.following.actions import pass_over
from chuangcheng.tables.frameworks.files import read_framework

ACTOR = System("sample")
Table = list[dict[str, str]]


@dataclass(frozen=True)
class Account:
    """Somebody of the sample county who can sign in."""

    username: str
    name: str
    role: str


@cache
def about() -> Mapping[str, Any]:
    """What the site adds to the county: people, campaign, and the words for kinds of unit."""
    text = files(__package__).joinpath("sample.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def accounts() -> list[Account]:
    """One account for each role."""
    return [Account(p["username"], p["name"], p["role"]) for p in about()["people"]]


def password() -> str:
    """The password of all sample accounts: made once on each machine and kept beside the data."""
    kept = _password_file()
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(f"{secrets.token_hex(3)}-{secrets.token_hex(3)}", encoding="ascii")
    return kept.read_text(encoding="ascii")


def is_loaded() -> bool:
    """Whether the sample county is what this database holds."""
    return _password_file().exists() and Campaign.objects.filter(code=_campaign()["code"]).exists()


def is_empty() -> bool:
    """Whether the database holds nobody and nothing yet."""
    return not User.objects.exists() and not Area.objects.exists()


def framework() -> Framework:
    """The framework that the county is assessed by."""
    return read_framework(library.path(_campaign()["framework"]))


def files_of(framework: Framework) -> dict[str, Table]:
    """The files of the county under a framework, by name."""
    return {name: _table(text) for name, text in generate(framework).items()}


def load(given: Mapping[str, Table] | None = None) -> list[Round]:
    """Put the sample county into an empty database, and compute every round.

    The county is that of the files given, by default as it ships. Everything but the standings is
    one transaction. Raises ValueError when the database is in use.
    """
    if not is_empty():
        msg = "the database is not empty; the sample county is only loaded into an empty one"
        raise ValueError(msg)
    asked = framework()
    with transaction.atomic():
        rounds = _county(asked, given or files_of(asked))
    for round_ in rounds:
        standing.compute(ACTOR, round_=round_)
    return rounds


def _county(framework: Framework, tables: Mapping[str, Table]) -> list[Round]:
    people.lay_roles(ACTOR)
    places = _areas(tables["areas.csv"])
    whole = next(iter(places.values()))
    offices = _units(tables["units.csv"], places)
    _people(whole, offices)
    edition = frameworks.take_in(ACTOR, framework=framework)
    frameworks.issue(ACTOR, edition=edition)
    lay_points(tables["points.csv"])
    given = {name: value for name, value in _campaign().items() if name != "framework"}
    campaign = campaigns.create(ACTOR, facts=CampaignFacts(area=whole, edition=edition, **given))
    _chiefs(date(campaign.first_year, 1, 1))
    _duties(campaign, framework, offices)
    rounds = list(hold_rounds(campaign, places, tables))
    # The list of problems begins with the last round, as it would in an office that begins now.
    for earlier in rounds[:-1]:
        pass_over(earlier)
    sample_street.walk(ACTOR, campaign, about()["street"])
    sample_lists.lay(ACTOR, campaign, about()["lists"])
    return rounds


def _areas(rows: Table) -> dict[str, Area]:
    made: dict[str, Area] = {}
    for row in rows:
        facts = AreaFacts(
            code=row["id"],
            title_zh=row["title"],
            title_en=row["title_en"],
            level=Level.TOWNSHIP if row["parent"] else Level.COUNTY,
            group=row["group"],
            weight=Decimal(row["weight"]),
        )
        made[row["id"]] = areas.create(ACTOR, facts=facts, parent=made.get(row["parent"]))
    return made


def _units(rows: Table, places: Mapping[str, Area]) -> dict[str, Unit]:
    kinds: Mapping[str, str] = about()["unit_kinds"]
    return {
        row["id"]: units.create(
            ACTOR,
            facts=UnitFacts(
                code=row["id"],
                title_zh=row["title"],
                title_en=row["title_en"],
                unit_kind=kinds[row["kind"]],
                area=places[row["area"]],
            ),
        )
        for row in rows
    }


def _people(whole: Area, offices: Mapping[str, Unit]) -> None:
    # One hash for all: they share a password, and making one is slow on purpose.
    hashed = make_password(password())
    for given in [*about()["people"], *about()["walkers"], *about()["chiefs"]]:
        facts = PersonFacts(username=given["username"], name=given["name"], area=whole)
        user = people.create(ACTOR, facts=facts, hashed=hashed).user
        own = [offices[given["unit"]]] if "unit" in given else []
        if own:
            people.place(ACTOR, user=user, posts=dict.fromkeys(own, ""))
        role = Role.objects.get(code=given["role"])
        people.give(ACTOR, user=user, role=role, area=whole, units=own)


def lay_points(rows: Table) -> None:
    """Take in the rows of a `points.csv`."""
    wanted = [
        Row(
            number,
            {
                "code": row["point"],
                "title_zh": row["title"],
                "title_en": row["title_en"],
                "kind": row["point_type"],
                "area": row["area"],
                "unit": row["unit"],
                "lon": Decimal(row["longitude"]),
                "lat": Decimal(row["latitude"]),
                "address": "",
                "active": True,
                "note": "",
            },
        )
        for number, row in enumerate(rows, 2)
    ]
    points.take_in(ACTOR, rows=wanted, source=Source("points.csv", ""))


def _chiefs(since: date) -> None:
    """Every street to a chief, in turn."""
    names = [given["username"] for given in about()["chiefs"]]
    chiefs = cycle(User.objects.filter(username__in=names).order_by("username"))
    for street, chief in zip(Point.objects.filter(point_kind__street=True), chiefs, strict=False):
        points.pledge(ACTOR, facts=PledgeFacts(PledgeKind.STREET, chief, street, since))


def _duties(campaign: Campaign, framework: Framework, offices: Mapping[str, Unit]) -> None:
    """Every standard to the units that its words fit, but for a few that nobody owns yet."""
    bearers, unowned = Leads(framework).units, set(about()["unowned"])
    for standard in Standard.objects.filter(edition=campaign.edition):
        if standard.code in unowned:
            continue
        lead, *partners = [offices[code] for code in bearers[standard.code]]
        facts = DutyFacts(
            standard=standard,
            lead=lead,
            lead_share=Decimal(len(partners) + 1),
            partners=tuple((partner, Decimal(1)) for partner in partners),
            deadline=date(campaign.last_year, 12, 31),
        )
        duties.create(ACTOR, campaign=campaign, facts=facts)


def hold_rounds(
    campaign: Campaign, places: Mapping[str, Area], tables: Mapping[str, Table]
) -> Iterator[Round]:
    """Make the rounds of a `rounds.csv`, each with what was observed and decided in it."""
    for number, row in enumerate(tables["rounds.csv"]):
        first = date.fromisoformat(row["first_day"])
        facts = RoundFacts(
            year=int(row["year"]),
            number=number % 4 + 1,
            title_zh=row["title"],
            title_en=row["title_en"],
            round_kind=RoundKind.MOCK,
            starts=first,
            ends=first + timedelta(days=int(row["days"])),
        )
        round_ = inspections.create(ACTOR, campaign=campaign, facts=facts, secret=False)
        _observations(round_, row["round"], tables)
        for decided in tables[f"sanctions/{row['round']}.csv"]:
            inspections.decide(
                ACTOR,
                round_=round_,
                area=places[decided["area"]],
                sanction=decided["sanction"],
                times=float(decided["times"]),
                note=decided["note"],
            )
        yield round_


def _observations(round_: Round, name: str, tables: Mapping[str, Table]) -> None:
    """All files of a round as one, taken in like any upload."""
    folder = f"observations/{name}/"
    rows = [row for file, some in tables.items() if file.startswith(folder) for row in some]
    content = _written(rows).encode()
    source = Source(f"{name}.csv", sha256(content).hexdigest())
    inspections.take_in(ACTOR, round_=round_, name=source.name, content=content, source=source)


def _table(text: str) -> Table:
    return list(csv.DictReader(io.StringIO(text)))


def _written(rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _campaign() -> Mapping[str, Any]:
    found: Mapping[str, Any] = about()["campaign"]
    return found


def _password_file() -> Path:
    return environment.data_dir() / "sample-password"
