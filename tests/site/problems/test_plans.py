"""By what a database finds what a list shows: by indexes alone, whatever the view and the case."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.remedy.problems.cases import CASES
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.tables import COUNTED
from chuangcheng.remedy.problems.views import VIEWS
from tests.site.cast import World, signed_in
from tests.site.kept import kept
from tests.site.problems.scene import Scene

#: How each database reads problems of which an index holds all that is asked for.
WITHIN = {"sqlite": "COVERING INDEX problem", "postgresql": "Index Only Scan"}
#: Where the table itself is read, not one that is asked for within a condition.
READS = re.compile(r"(SEARCH|SCAN|on) problems_problem(?! u\d)")
#: Many enough for indexes to be worth it.
MANY = 3000


@pytest.fixture
def browser(world: World) -> Client:
    """The office before a list of some thousands, of which every hundredth asks for more time."""
    kept("thousands of problems", lambda: _lay(Scene(world).lamps))
    if connection.vendor == "postgresql":
        _at_work()
    return signed_in(world.office)


def _at_work() -> None:
    """Let PostgreSQL know what a server that is at work does: how much there is, and seen by all.

    SQLite is left as an office has it, without anything counted.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE problems_problem")
        # What VACUUM would note; it cannot run within the transaction of a test.
        cursor.execute(
            "UPDATE pg_class SET relallvisible = relpages"
            " WHERE oid = 'problems_problem'::regclass OR oid IN"
            " (SELECT indexrelid FROM pg_index WHERE indrelid = 'problems_problem'::regclass)"
        )
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")


def _lay(first: Problem) -> None:
    now, columns = timezone.now(), Problem._meta.concrete_fields
    facts = {column.attname: getattr(first, column.attname) for column in columns}
    rows = [
        Problem(**facts | {
            "id": None, "point_id": None, "serial": 1000 + n, "number": f"{n}", "open": n % 4 > 0,
            "state": ("struck-off", "signed", "rectified", "filed")[n % 4],
            "due": now + timedelta(hours=n * 7919 % MANY - MANY // 2) if n % 4 == 1 else None,
            "asked": {"amount": 1} if n % 100 == 1 else None,
        })
        for n in range(MANY)
    ]  # fmt: skip
    Problem.objects.bulk_create(rows)


def plans(browser: Client, address: str) -> list[str]:
    """How a page's rows are found, and how they are counted."""
    keys: Any = browser.get(reverse("problems:list") + address).context["table"].page.paginator
    rows = keys.object_list
    return [rows[:50].explain(), rows.order_by()[: COUNTED + 1].explain()]


ADDRESSES = [f"?view={view[0]}&case={case}" for view, case in product(VIEWS, ("", *CASES))]
SORTED = [f"?view=overdue&sort={sort}" for sort in ("due", "-stake", "found")]


@pytest.mark.parametrize("address", [*ADDRESSES, *SORTED])
def test_it_reads_no_problem_but_those_that_are_shown(browser: Client, address: str) -> None:
    for plan in plans(browser, address):
        read = [line for line in plan.splitlines() if READS.search(line)]
        assert read, plan
        assert all(WITHIN[connection.vendor] in line for line in read), plan


@pytest.mark.parametrize("view", ["open", "all", "owed", "overdue"])
@pytest.mark.parametrize("more", ["", "&category=fire", "&sort=-stake", "&sort=due"])
def test_it_looks_up_who_asks_for_more_time(browser: Client, view: str, more: str) -> None:
    for plan in plans(browser, f"?view={view}&case=asked{more}"):
        assert "problem_by_asked" in plan, plan
