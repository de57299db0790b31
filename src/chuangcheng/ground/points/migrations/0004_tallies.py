"""Tallies of points by area and square, and the triggers by which each database keeps them.

Whoever lets Django make points_point anew on SQLite later has to make the triggers anew, too.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A billion parts to a degree, as the tallies' PARTS has it; what is in the tables stays that way.
# Nothing in these statements is typed by anybody.
_ADD = """
    INSERT INTO points_tally (area_id, square, n, lons, lats, keys) {rows}
    ON CONFLICT (area_id, square) DO UPDATE SET
        n = points_tally.n + excluded.n, lons = points_tally.lons + excluded.lons,
        lats = points_tally.lats + excluded.lats, keys = points_tally.keys + excluded.keys;
"""
_FILL = """
    INSERT INTO points_tally (area_id, square, n, lons, lats, keys)
    SELECT area_id, square, count(*), sum({lon}), sum({lat}), sum(id)
    FROM points_point WHERE square IS NOT NULL GROUP BY area_id, square
"""


def _parts(column: str) -> str:
    """Degrees in whole parts, as SQLite has it."""
    return f"CAST(round({column} * 1e9) AS integer)"


def _row(row: str, sign: str) -> str:
    """Add a row of SQLite's triggers, or take it away."""
    lon, lat = _parts(f"{row}.lon"), _parts(f"{row}.lat")
    values = f"{row}.area_id, {row}.square, {sign}1, {sign}{lon}, {sign}{lat}, {sign}{row}.id"
    return _ADD.format(rows=f"SELECT {values} WHERE {row}.square IS NOT NULL")


# Below 0 where whoever emptied all tables came to the tallies first, as nobody else does.
_ROW_EMPTIED = """
    DELETE FROM points_tally WHERE area_id = old.area_id AND square = old.square AND n <= 0;
"""
_SAME = " AND ".join(f"old.{name} IS new.{name}" for name in ("area_id", "square", "lon", "lat"))


def _by_row(verb: str, *statements: str) -> str:
    """A trigger of SQLite, which is run for each row."""
    name, body = f"points_tally_{verb.split(maxsplit=1)[0].lower()}", " ".join(statements)
    return f"CREATE TRIGGER {name} AFTER {verb} BEGIN {body} END"


def _rows(table: str, sign: str) -> str:
    """The rows that PostgreSQL's triggers are handed, to be added or taken away."""
    lon, lat = (f"{sign}round({column} * 1e9)::bigint" for column in ("lon", "lat"))
    return f"SELECT area_id, square, {sign}1, {lon}, {lat}, {sign}id FROM {table}"  # noqa: S608


# In the order of their keys, or two who write at once could wait for each other.
_SUMS = """
    SELECT area_id, square, sum(n), sum(lon)::bigint, sum(lat)::bigint, sum(key)::bigint
    FROM ({rows}) AS rows (area_id, square, n, lon, lat, key) WHERE square IS NOT NULL
    GROUP BY area_id, square
    HAVING (sum(n), sum(lon), sum(lat), sum(key)) <> (0, 0, 0, 0)
    ORDER BY area_id, square
"""
_ROWS_EMPTIED = """
    DELETE FROM points_tally USING gone
    WHERE points_tally.area_id = gone.area_id AND points_tally.square = gone.square AND n <= 0;
"""


def _by_statement(verb: str, tables: str, rows: str, more: str = "") -> tuple[str, str]:
    """A trigger of PostgreSQL with its function, run once for all rows of a statement."""
    name, add = f"points_tally_{verb.lower()}", _ADD.format(rows=_SUMS.format(rows=rows))
    body = f"$$ BEGIN {add} {more} RETURN NULL; END $$"
    after = f"AFTER {verb} ON points_point REFERENCING {tables} FOR EACH STATEMENT"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}",
        f"CREATE TRIGGER {name} {after} EXECUTE FUNCTION {name}()",
    )


_BORN, _GONE = _rows("born", ""), _rows("gone", "-")
MAKE = {
    "sqlite": (
        _FILL.format(lon=_parts("lon"), lat=_parts("lat")),
        _by_row("INSERT ON points_point", _row("new", "")),
        _by_row("DELETE ON points_point", _row("old", "-"), _ROW_EMPTIED),
        _by_row(
            f"UPDATE ON points_point WHEN NOT ({_SAME})",
            *(_row("old", "-"), _row("new", ""), _ROW_EMPTIED),
        ),
    ),
    "postgresql": (
        _FILL.format(lon="round(lon * 1e9)::bigint", lat="round(lat * 1e9)::bigint"),
        *_by_statement("INSERT", "NEW TABLE AS born", _BORN),
        *_by_statement("DELETE", "OLD TABLE AS gone", _GONE, _ROWS_EMPTIED),
        *_by_statement(
            "UPDATE",
            "NEW TABLE AS born OLD TABLE AS gone",
            f"{_BORN} UNION ALL {_GONE}",
            _ROWS_EMPTIED,
        ),
    ),
}
_NAMES = ("points_tally_insert", "points_tally_delete", "points_tally_update")
UNMAKE = {
    "sqlite": tuple(f"DROP TRIGGER {name}" for name in _NAMES),
    "postgresql": tuple(f"DROP FUNCTION {name} CASCADE" for name in _NAMES),
}


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Tally the points that are there, and let the database go on."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unmake(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Stop tallying."""
    for statement in UNMAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The fourth."""

    dependencies = (("areas", "0001_initial"), ("points", "0003_squares"))
    operations = (
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("square", models.BigIntegerField()),
                ("n", models.IntegerField()),
                ("lons", models.BigIntegerField()),
                ("lats", models.BigIntegerField()),
                ("keys", models.BigIntegerField()),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="areas.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("area", "square"), name="tally_once")
                ]
            },
        ),
        migrations.RunPython(make, unmake),
    )
