"""The words of everything that can be found, one row a thing.

The columns by which the database finds phrases are made by the migration, for each database in its
own way: a table of SQLite's FTS5 kept by triggers, a generated column with a GIN index in
PostgreSQL.
"""

from __future__ import annotations

from typing import Self

from django.db import connections, models
from django.db.models.expressions import RawSQL

from chuangcheng.lib import spaced

_FOUND = {
    "sqlite": (
        "SELECT rowid FROM search_text WHERE search_text MATCH %s",
        spaced.fts5,
    ),
    "postgresql": (
        "SELECT id FROM search_entry WHERE vector @@ to_tsquery('simple', %s)",
        spaced.tsquery,
    ),
}


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, found by the phrases of what a person typed."""

    def matching(self, query: str) -> Self:
        """Those in which every phrase stands; none when nothing is asked for."""
        statement, written = _FOUND[connections[self.db].vendor]
        phrases = written(query)
        if not phrases:
            return self.none()
        # The statement is one of the two above; what people typed is its parameter.
        return self.filter(pk__in=RawSQL(statement, [phrases]))  # noqa: S611


class Entry(models.Model):
    """The words of one thing, spaced; `size` is their length, the shorter the closer to a query."""

    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    spaced = models.TextField()

    objects = EntryQuerySet.as_manager()

    class Meta:
        # In this order: an index that began with the kind would tempt SQLite to walk through all of
        # a kind instead of looking up the few that the phrases found.
        constraints = (
            models.UniqueConstraint(fields=("object_id", "kind"), name="search_entry_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
