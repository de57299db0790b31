"""Entries, and for each database its way of finding phrases in them."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# A table made from another's content holds no text of its own; the triggers keep them in step.
# Whoever lets Django make search_entry anew later has to make the triggers anew, too.
MAKE = {
    "sqlite": (
        """
        CREATE VIRTUAL TABLE search_text
        USING fts5 (spaced, content = 'search_entry', content_rowid = 'id', tokenize = 'ascii')
        """,
        """
        CREATE TRIGGER search_entry_made AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_text (rowid, spaced) VALUES (new.id, new.spaced);
        END
        """,
        """
        CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_text (search_text, rowid, spaced) VALUES ('delete', old.id, old.spaced);
        END
        """,
        """
        CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_text (search_text, rowid, spaced) VALUES ('delete', old.id, old.spaced);
        INSERT INTO search_text (rowid, spaced) VALUES (new.id, new.spaced);
        END
        """,
    ),
    "postgresql": (
        """
        ALTER TABLE search_entry ADD COLUMN vector tsvector
        GENERATED ALWAYS AS (to_tsvector('simple', spaced)) STORED
        """,
        "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
    ),
}
UNMAKE = {
    "sqlite": (
        "DROP TRIGGER search_entry_changed",
        "DROP TRIGGER search_entry_removed",
        "DROP TRIGGER search_entry_made",
        "DROP TABLE search_text",
    ),
    "postgresql": (
        "DROP INDEX search_entry_vector",
        "ALTER TABLE search_entry DROP COLUMN vector",
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
    """The first."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.PositiveBigIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("spaced", models.TextField()),
            ],
            options={
                "constraints": (
                    models.UniqueConstraint(fields=("object_id", "kind"), name="search_entry_once"),
                ),
            },
        ),
        migrations.RunPython(make, unmake),
    )
