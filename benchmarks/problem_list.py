"""A million made-up problems in a database: one city of ten counties, five hundred units.

`python -m benchmarks.problem_list ROWS` makes them in the database of the environment.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from itertools import islice
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from chuangcheng.engine.framework import Framework
from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import Role, User
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.scope import System
from chuangcheng.ground.units.models import Kind, Unit
from chuangcheng.lib.spaced import spaced_apart
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Campaign, Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.remedy.problems.models import Problem, Procedure, Words
from chuangcheng.remedy.problems.procedures import default
from chuangcheng.remedy.problems.setting.actions import procedure_of

SYSTEM = System("benchmark")
found_by_words = import_module("chuangcheng.remedy.problems.migrations.0002_words_found")
COUNTIES, STREETS, UNITS = 10, 12, 500
#: So many are written one by one; the database copies them until there are enough.
WRITTEN = 50_000
#: Over how many minutes they were found: about a year.
MINUTES = 500_000
MOMENTS = ("found_at", "dispatched_at", "rectified_at", "closed_at")
_LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', \"{0}\", '+{1} minutes')",
    "postgresql": "\"{0}\" + interval '{1} minutes'",
}
_BARE = {
    "sqlite": (
        "PRAGMA synchronous = OFF",
        "PRAGMA cache_size = -400000",
        "DROP TRIGGER problems_words_made",
    ),
    "postgresql": (
        "SET synchronous_commit TO off",
        "SET maintenance_work_mem TO '512MB'",
        "DROP INDEX problems_words_vector",
    ),
}
_WHOLE = {
    "sqlite": (
        "INSERT INTO problems_text (problems_text) VALUES ('rebuild')",
        found_by_words.MAKE["sqlite"][1],
        "PRAGMA synchronous = FULL",
        "PRAGMA cache_size = -32000",
    ),
    "postgresql": (found_by_words.MAKE["postgresql"][1], "SET synchronous_commit TO on"),
}
PLACES = "东西南北中上下前后新老大小平安和永兴福泰康宁清青禾溪河湖山桥门庙集镇庄村湾塘坡岭田园林泉"
WHAT = (
    "垃圾未清", "井盖松动", "路灯不亮", "占道经营", "乱贴小广告", "非机动车乱停", "绿化缺株",
    "公益广告破损", "消防通道堵塞", "盲道被占", "污水外溢", "线缆低垂", "墙面污损", "窗口无人值守",
    "烟头较多", "路面破损", "积水未排", "私搭乱建", "宠物粪便", "护栏损坏",
)  # fmt: skip


#: Who looks at the list, by their sign-in names.
PEOPLE = {
    "city office": "city",
    "county office": "county",
    "supervisor": "supervisor",
    "clerk": "clerk",
}


def people_of() -> dict[str, User]:
    """Those who look at the list."""
    found = {user.username: user for user in User.objects.filter(username__in=PEOPLE.values())}
    return {who: found[name] for who, name in PEOPLE.items()}


def fill(number: int, seed: int = 7) -> None:
    """Fill an empty, migrated database with so many problems."""
    dice = random.Random(seed)  # noqa: S311  # made-up data
    people.lay_roles(SYSTEM)
    city = _area("C", "禾城市", Level.CITY, None)
    streets = [street for n in range(COUNTIES) for street in _county(n, city)]
    units = _units(streets)
    campaign = _campaign(city)
    procedure = procedure_of(SYSTEM, campaign=campaign)
    with _bare():
        rows = _rows(number, dice, procedure, streets, units)
        for part in _parts(rows, 5000):
            with transaction.atomic():
                Problem.objects.bulk_create(part)
                _write_words(part)
        for copy in range(1, number // WRITTEN):
            _copy(copy, number)
    if connection.vendor == "postgresql":
        # What a server does by itself within a minute: count, and note what is visible to all.
        # SQLite is left as an office has it, without anything counted.
        _run(["VACUUM ANALYZE"])
    county = Area.objects.get(code="K3")
    _person("city", city, "office")
    _person("county", county, "office")
    _person("supervisor", county, "supervisor")
    _person("clerk", city, "clerk", units[17])


@contextmanager
def _bare() -> Iterator[None]:
    """Without what is kept beside rows while they are written: made once at the end, it is quick."""
    indexes = Problem._meta.indexes
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Problem, index)
    _run(_BARE[connection.vendor])
    yield
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(Problem, index)
    _run(_WHOLE[connection.vendor])


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _area(code: str, title: str, level: Level, parent: Area | None) -> Area:
    return areas.create(SYSTEM, facts=AreaFacts(code, title, level), parent=parent)


def _county(n: int, city: Area) -> list[Area]:
    county = _area(f"K{n}", f"第{n + 1}县", Level.COUNTY, city)
    return [
        _area(f"K{n}-{s}", f"{PLACES[n]}{PLACES[s]}街道", Level.TOWNSHIP, county)
        for s in range(STREETS)
    ]


def _units(streets: Sequence[Area]) -> list[Unit]:
    rows = [
        Unit(
            code=f"U{n}",
            title_zh=f"单位{n}",
            unit_kind=Kind.DEPARTMENT,
            area=streets[n % len(streets)],
        )
        for n in range(UNITS)
    ]
    return Unit.objects.bulk_create(rows)


def _campaign(city: Area) -> Campaign:
    document: dict[str, Any] = {
        "id": "b", "version": "1", "title": "体系",
        "methods": [{"id": "onsite", "title": "实地", "weight": 1}],
        "projects": [{"id": "1", "title": "项", "contents": [{"id": "1-1", "title": "容",
            "standards": [{"id": "1-1-1", "title": "标", "parts": [
                {"id": "p", "method": "onsite", "points": 100, "items": ["i"]}]}]}]}],
        "items": [{"id": "i", "title": "条"}],
    }  # fmt: skip
    edition = frameworks.take_in(SYSTEM, framework=Framework.model_validate(document))
    edition = frameworks.issue(SYSTEM, edition=edition)
    facts = CampaignFacts("C", "禾城市创城", city, edition, Lane.SPRINT, 2025)
    return campaigns.create(SYSTEM, facts=facts)


def _person(name: str, where: Area, role: str, *units: Unit) -> None:
    issued = people.create(SYSTEM, facts=PersonFacts(username=name, name=name, area=where))
    people.give(SYSTEM, user=issued.user, role=Role.objects.get(code=role), area=where, units=units)
    User.objects.filter(pk=issued.user.pk).update(must_change_password=False)


def _rows(
    number: int,
    dice: random.Random,
    procedure: Procedure,
    streets: Sequence[Area],
    units: Sequence[Unit],
) -> Iterator[Problem]:
    known, now = default(), timezone.now()
    categories = [one.code for one in known.categories]
    sources, severities = list(known.flow.sources), list(known.severities)
    running = ["filed", "dispatched", "signed", "rectified", "found"]
    for n in range(1, min(number, WRITTEN) + 1):
        done = dice.random() < 0.85
        state = "struck-off" if done else dice.choice(running)
        found = now - timedelta(minutes=(number - n) * MINUTES // number + dice.randrange(3000))
        due = now + timedelta(hours=dice.randrange(-300, 300))
        yield Problem(
            campaign=procedure.campaign, procedure=procedure, year=2026, serial=n, number=f"C-2026-{n:07d}",
            source=dice.choice(sources), title=_title(dice), area=dice.choice(streets),
            address=f"{_place(dice)}路 {dice.randrange(1, 300)} 号", stake=dice.randrange(400) / 100,
            category=dice.choice(categories), severity=dice.choices(severities, (90, 8, 2))[0],
            lead=dice.choice(units), state=state, open=not done, seen=1, found_at=found,
            due=due if state in {"dispatched", "signed"} else None,
            clock=[] if done else json.loads("[]"), dispatched_at=found, on_time=done or None,
            rectified_at=found if done or state == "rectified" else None,
            closed_at=_closed(found, dice) if done else None,
        )  # fmt: skip


def _closed(found: datetime, dice: random.Random) -> datetime:
    return found + timedelta(hours=dice.randrange(1, 200))


def _place(dice: random.Random) -> str:
    return "".join(dice.choices(PLACES, k=2))


def _title(dice: random.Random) -> str:
    return f"{_place(dice)}{dice.choice(('路', '街', '巷', '市场', '小区'))}{dice.choice(WHAT)}"


def _write_words(rows: Iterable[Problem]) -> None:
    Words.objects.bulk_create(
        Words(problem_id=row.pk, spaced=spaced_apart([row.number, row.title, row.address]))
        for row in rows
    )


@transaction.atomic
def _copy(copy: int, number: int) -> None:
    """All that was written once more, under other keys and numbers and later."""
    names = [str(field.column) for field in Problem._meta.concrete_fields]
    told = dict.fromkeys(names)
    told |= {"id": f"id + {copy * WRITTEN}", "serial": f"serial + {copy * WRITTEN}"}
    told |= {"number": f"number || '-{copy}'"}
    minutes = copy * WRITTEN * MINUTES // number
    told |= {name: _LATER[connection.vendor].format(name, minutes) for name in MOMENTS}
    taken = ", ".join(told[name] or f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    # The names are those of our own columns.
    first = f"INSERT INTO problems_problem ({columns}) SELECT {taken} FROM problems_problem"  # noqa: S608
    words = f"SELECT problem_id + {copy * WRITTEN}, spaced FROM problems_words"  # noqa: S608
    _run(
        (
            f"{first} WHERE id <= {WRITTEN}",
            f"INSERT INTO problems_words (problem_id, spaced) {words} WHERE problem_id <= {WRITTEN}",
        )
    )


def _parts(rows: Iterator[Problem], size: int) -> Iterator[list[Problem]]:
    while part := list(islice(rows, size)):
        yield part


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    fill(int(sys.argv[1]))
