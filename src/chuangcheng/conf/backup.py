"""Backup while people work, and restore onto either database, verified by hash."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field
from django.utils import timezone

from chuangcheng import __version__
from chuangcheng.conf.archive import ArchiveError, Manifest, Reader, Writer
from chuangcheng.ground.audit.models import Head
from chuangcheng.ground.audit.queries import verify
from chuangcheng.ground.bulk import make_rows

# Who is signed in and who failed to is of the moment, and of the machine's own key.
OF_THE_MOMENT = frozenset({"signin.SignIn", "signin.Attempt"})
# The database makes them itself of the points that are restored.
MADE_OF_OTHERS = frozenset({"points.Tally"})
BATCH = 1000
Tell = Callable[[int, int], None]


def write(path: Path, tell: Tell = lambda done, of: None) -> Manifest:
    """Write a backup of database and files to a path; the path holds a whole backup or none.

    The database is read as of one moment; files are only ever added, so those it names are there.
    """
    tables, files = _tables(), _files()
    with _still():
        head = Head.objects.filter(pk=1).first() or Head(hash="")
        made = timezone.now().isoformat(timespec="seconds")
        audit = {"seq": head.seq, "hash": head.hash}
        manifest = Manifest(__version__, made, _migrations(), audit)
        with Writer(path, manifest) as archive:
            for done, model in enumerate(tables, 1):
                archive.add_lines(f"tables/{model._meta.label}.jsonl", _dumped(model))
                tell(done, len(tables) + len(files))
            for done, file in enumerate(files, len(tables) + 1):
                name = file.relative_to(settings.MEDIA_ROOT).as_posix()
                archive.add_file(f"files/{name}", file)
                tell(done, len(tables) + len(files))
    return manifest


def read(path: Path, tell: Tell = lambda done, of: None, *, replace: bool = False) -> Manifest:
    """Put a backup in place of what is here. Raises ArchiveError, and then changes nothing.

    Every hash is checked first; then the tables are written in one transaction.
    What is here must be empty, unless it is to be replaced.
    """
    archive = Reader(path)
    steps = 2 * len(archive.manifest.entries)
    _check_fits(archive.manifest, replace=replace)
    for done, _name in enumerate(archive.check(), 1):
        tell(done, steps)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR) as folder:
        unpacked = Path(folder) / "files"
        unpacked.mkdir()
        archive.unpack("files/", unpacked)
        with transaction.atomic():
            _empty()
            _load(archive, lambda done: tell(steps // 2 + done, steps))
            _check_chain(archive.manifest)
            _swap(unpacked, Path(settings.MEDIA_ROOT), Path(folder) / "old")
    _weigh()
    tell(steps, steps)
    return archive.manifest


def _tables() -> list[type[models.Model]]:
    """The project's tables, many-to-many lines among them."""
    return [
        model
        for app in apps.get_app_configs()
        if app.name.startswith("chuangcheng.")
        for model in app.get_models(include_auto_created=True)
        if model._meta.label not in OF_THE_MOMENT | MADE_OF_OTHERS
    ]


def _files() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(file for file in root.rglob("*") if file.is_file()) if root.exists() else []


def _migrations() -> dict[str, str]:
    """The newest migration of each noun in this version of the code."""
    leaves = MigrationLoader(None).graph.leaf_nodes()
    labels = {model._meta.app_label for model in _tables()}
    return {app: name for app, name in leaves if app in labels}


@contextmanager
def _still() -> Iterator[None]:
    """The database as of one moment, read without keeping anybody waiting."""
    if connection.vendor == "sqlite":
        with _as_reader(), transaction.atomic():
            yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _as_reader() -> Iterator[None]:
    """Begin transactions on SQLite as a reader, who sees what was there at its first question.

    The site begins them as a writer, and a backup must not hold the writer's place.
    """
    connection.ensure_connection()
    wrapper: Any = connections[DEFAULT_DB_ALIAS]  # its types do not tell of the mode
    mode, wrapper.transaction_mode = wrapper.transaction_mode, None
    try:
        yield
    finally:
        wrapper.transaction_mode = mode


def _columns(model: type[models.Model]) -> list[Field[Any, Any]]:
    return list(model._meta.concrete_fields)


def _dumped(model: type[models.Model]) -> Iterator[str]:
    names = [field.attname for field in _columns(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(BATCH):
        yield json.dumps([_plain(value) for value in row], ensure_ascii=False, cls=_Encoder)


def _plain(value: object) -> object:
    return memoryview(value).hex() if isinstance(value, bytes | memoryview) else value


class _Encoder(DjangoJSONEncoder):
    """Django's, but for moments, which it cuts to milliseconds; the chain hashes microseconds."""

    def default(self, o: object) -> Any:  # noqa: ANN401  # as the base class has it
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _check_fits(manifest: Manifest, *, replace: bool) -> None:
    here = _migrations()
    if manifest.migrations != here:
        raise ArchiveError(
            f"The backup was made by version {manifest.version}, whose tables differ from those "
            f"of {__version__}: install that version, restore, then upgrade."
        )
    if not replace and any(model._base_manager.exists() for model in _tables()):
        raise ArchiveError(
            "There are data here already; add --replace to put the backup in their place."
        )


def _empty() -> None:
    with connection.cursor() as cursor:
        for model in reversed(_tables()):
            # The names are those of our own models.
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def _load(archive: Reader, tell: Callable[[int], None]) -> None:
    tables = _tables()
    for done, model in enumerate(tables, 1):
        rows: list[list[Any]] = []
        for line in archive.lines(f"tables/{model._meta.label}.jsonl"):
            rows.append(_stored(model, json.loads(line)))
            if len(rows) == BATCH:
                _insert(model, rows)
                rows = []
        _insert(model, rows)
        tell(done)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _stored(model: type[models.Model], values: list[Any]) -> list[Any]:
    row = []
    for field, value in zip(_columns(model), values, strict=True):
        if isinstance(field, models.BinaryField) and value is not None:
            row.append(bytes.fromhex(value))
        elif isinstance(field, models.JSONField):
            row.append(field.get_db_prep_save(value, connection))
        else:
            row.append(field.get_db_prep_save(field.to_python(value), connection))
    return row


def _insert(model: type[models.Model], rows: list[list[Any]]) -> None:
    if rows:
        make_rows(model, [str(field.column) for field in _columns(model)], rows)


def _weigh() -> None:
    """Have PostgreSQL learn how large its tables are, of which it may know nothing for hours.

    Of small ones, such as areas, it would never: it looks again once enough rows have changed.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _check_chain(manifest: Manifest) -> None:
    verdict = verify()
    if verdict.broken is not None or verdict.links != manifest.audit["seq"]:
        raise ArchiveError(f"The audit log breaks at event {verdict.broken}; nothing was restored.")


def _swap(new: Path, place: Path, aside: Path) -> None:
    if place.exists():
        place.rename(aside)
    new.rename(place)
