"""On PostgreSQL words of two characters as words of their own, and the part that a key lies in.

A phrase of single characters is looked for in every row that has them; a pair finds its own rows.
A word for each part of the keys lets a search read the newest part first and stop there.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MADE_OF = "to_tsvector('simple', spaced)"
# Pairs that begin at the first, third, … and then those that begin at the second, fourth, … word.
PAIRED = "regexp_replace({}, '(\\S+) (\\S+)( |$)', '\\1\\2 ', 'g')"
WITH_PAIRS = (
    "to_tsvector('simple', spaced || ' ' || "
    + PAIRED.format("spaced")
    + " || ' ' || "
    + PAIRED.format("regexp_replace(spaced, '^\\S+ ?', '')")
    + " || ' zzkeys' || problem_id / 50000)"
)


def _made_of(schema_editor: BaseDatabaseSchemaEditor, words: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE problems_words DROP COLUMN vector")
        schema_editor.execute(
            "ALTER TABLE problems_words ADD COLUMN vector tsvector"
            f" GENERATED ALWAYS AS ({words}) STORED"
        )
        schema_editor.execute(
            "CREATE INDEX problems_words_vector ON problems_words USING gin (vector)"
        )


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Find by pairs."""
    _made_of(schema_editor, WITH_PAIRS)


def unmake(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Find by single characters."""
    _made_of(schema_editor, MADE_OF)


class Migration(migrations.Migration):
    """The fifth."""

    dependencies = (("problems", "0004_lists_of_a_million"),)
    operations = (migrations.RunPython(make, unmake),)
