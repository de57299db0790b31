"""The tables of an empty database, laid at once as the models have them.

To replay every change that tables went through while nothing was in them takes most of the time of
a first start. What migrations do beside that (triggers, what finds phrases) is done in their order,
and all of them are noted as done. A database that has any table is migrated step by step; a test
holds both ways to the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps


def is_empty() -> bool:
    """Whether the database has no table yet."""
    return not connection.introspection.table_names()


def bring_up_to_date() -> None:
    """Lay the tables of an empty database, or change those of another to what they are now."""
    if is_empty():
        _lay(MigrationExecutor(connection))
    call_command("migrate", verbosity=0, interactive=False)


def _lay(executor: MigrationExecutor) -> None:
    """All or nothing: whoever is stopped in the middle leaves a database without tables."""
    recorder, plan = executor.recorder, list(_ours(executor))
    recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for migration in plan:
            for operation in migration.operations:
                if isinstance(operation, RunPython):
                    # The models as they are serve: there are no rows that could look otherwise.
                    operation.code(cast("StateApps", apps), editor)
        done = [recorder.Migration(app=app, name=name) for app, name in executor.loader.graph.nodes]
        recorder.migration_qs.bulk_create(done)


def _ours(executor: MigrationExecutor) -> Iterator[Migration]:
    """Our own migrations in order; Django's own only mend rows of earlier versions."""
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        if apps.get_app_config(migration.app_label).name.startswith("chuangcheng."):
            yield migration
