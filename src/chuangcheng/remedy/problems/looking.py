"""Looking for words in problems: the newest in which all of them stand, by each database's index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from chuangcheng.lib import spaced
from chuangcheng.remedy.problems.models import Counter

#: So many of the newest problems are found.
FOUND = 3_000
_LONGEST_QUERY = 100
#: No counter comes further.
_SERIAL = re.compile("[0-9]{1,9}")


def matching(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """Those of the rows in which every phrase stands, of the newest that have them."""
    return rows.filter(pk__in=newest(query, rows.db))


def newest(query: str, database: str = "default") -> list[int]:
    """The keys of the newest problems in which every phrase stands, no more than `FOUND`."""
    statement, written = _NEWEST[connections[database].vendor]
    phrases = written(query[:_LONGEST_QUERY])
    if not phrases:
        return []
    # Asked by itself: within a larger question PostgreSQL may ask it once for every row.
    with connections[database].cursor() as cursor:
        cursor.execute(statement, [phrases, FOUND])
        return [key for (key,) in cursor.fetchall()]


def numbered(query: str) -> list[str]:
    """The numbers that a query may mean: a whole one, or its end with or without zeros."""
    *before, last = spaced.tokens(query[:_LONGEST_QUERY]) or [""]
    if not _SERIAL.fullmatch(last):
        return []
    # Few campaigns and years: their numbers are spelt out and looked up, none is searched for.
    known = Counter.objects.filter(last__gte=int(last)).values_list("campaign__code", "year")
    return [
        spelt(code, year, int(last))
        for code, year in known
        if not before or spaced.tokens(f"{code}-{year}")[-len(before) :] == before
    ]


def spelt(code: str, year: int, serial: int) -> str:
    """The number of a problem as it is written."""
    return f"{code}-{year}-{serial:05d}"


def paired(query: str) -> str:
    """The query as `to_tsquery` reads it, words of two characters by their pair.

    A phrase has to be looked for in each row that has its characters, a pair is a word of the index.
    """
    return " & ".join(map(_wanted, spaced.phrases(query)))


def _wanted(words: Sequence[str]) -> str:
    alone = all(len(word) == 1 and not word.isascii() for word in words)
    pairs = [f"'{first}{second}'" for first, second in pairwise(words)] if alone else []
    phrase = " <-> ".join(f"'{word}'" for word in words)
    return pairs[0] if len(pairs) == 1 else " & ".join([*pairs, f"({phrase})"])


_NEWEST = {
    "sqlite": (
        "SELECT rowid FROM problems_text WHERE problems_text MATCH %s ORDER BY rowid DESC LIMIT %s",
        spaced.fts5,
    ),
    # The newest part of the keys first, then the two before it, then four, eight, …, as long as
    # more is wanted: what is common is found in the first, what is rare in few steps.
    "postgresql": (
        """
        SELECT problem_id
        FROM (SELECT max(problem_id) / 50000 AS last FROM problems_words) AS top
        CROSS JOIN LATERAL generate_series(0, ceil(log(2.0, last + 2))::int) AS steps (step)
        CROSS JOIN LATERAL (
            SELECT string_agg('zzkeys' || part, ' | ') AS parts
            FROM generate_series(
                greatest(last + 2 - (1 << (step + 1)), 0), last + 1 - (1 << step)
            ) AS keys (part)
        ) AS of_step
        CROSS JOIN LATERAL (
            SELECT problem_id FROM problems_words
            WHERE vector @@ (to_tsquery('simple', %s) && to_tsquery('simple', parts))
            ORDER BY problem_id DESC
        ) AS found LIMIT %s
        """,
        paired,
    ),
}
