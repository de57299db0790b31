"""For each database its way of finding phrases in the words of problems."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A table made from another's content holds no text of its own; the triggers keep them in step.
# Whoever lets Django make problems_words anew later has to make the triggers anew, too.
MAKE = {
    "sqlite": (
        """
        CREATE VIRTUAL TABLE problems_text
        USING fts5 (spaced, content = 'problems_words', content_rowid = 'problem_id',
                    tokenize = 'ascii')
        """,
        """
        CREATE TRIGGER problems_words_made AFTER INSERT ON problems_words BEGIN
        INSERT INTO problems_text (rowid, spaced) VALUES (new.problem_id, new.spaced);
        END
        """,
        """
        CREATE TRIGGER problems_words_removed AFTER DELETE ON problems_words BEGIN
        INSERT INTO problems_text (problems_text, rowid, spaced)
        VALUES ('delete', old.problem_id, old.spaced);
        END
        """,
        """
        CREATE TRIGGER problems_words_changed AFTER UPDATE ON problems_words BEGIN
        INSERT INTO problems_text (problems_text, rowid, spaced)
        VALUES ('delete', old.problem_id, old.spaced);
        INSERT INTO problems_text (rowid, spaced) VALUES (new.problem_id, new.spaced);
        END
        """,
    ),
    "postgresql": (
        """
        ALTER TABLE problems_words ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', spaced)) STORED
        """,
        "CREATE INDEX problems_words_vector ON problems_words USING gin (vector)",
    ),
}
UNMAKE = {
    "sqlite": (
        "DROP TRIGGER problems_words_changed",
        "DROP TRIGGER problems_words_removed",
        "DROP TRIGGER problems_words_made",
        "DROP TABLE problems_text",
    ),
    "postgresql": (
        "DROP INDEX problems_words_vector",
        "ALTER TABLE problems_words DROP COLUMN vector",
    ),
}


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make what finds phrases."""
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unmake(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away."""
    for statement in UNMAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """The second."""

    dependencies = (("problems", "0001_initial"),)
    operations = (migrations.RunPython(make, unmake),)
