"""What is known of a photograph that a phone sends whole, by two short questions."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from chuangcheng.evidence.photographs import queries
from chuangcheng.evidence.photographs.models import Photograph, Upload
from chuangcheng.ground import often

_COLUMNS = ("id", "uuid", "person_id", "sha256", "size")
_KEPT = f"SELECT {', '.join(_COLUMNS)} FROM photographs_photograph WHERE uuid = %s"  # noqa: S608  # our own columns
_BEGUN = "SELECT id FROM photographs_upload WHERE uuid = %s"


def kept(uuid: UUID) -> Photograph | None:
    """The photograph of this name, whoever may see it, with no more than its phone is told."""
    return next(iter(often.read(Photograph, _KEPT, [_written(uuid)], _COLUMNS)), None)


def begun(uuid: UUID) -> Upload | None:
    """An upload of this name that was begun and not finished, whoever began it."""
    there = often.read(Upload, _BEGUN, [_written(uuid)], ["id"])
    return queries.upload(uuid) if there else None


def _written(uuid: UUID) -> object:
    return Photograph._meta.get_field("uuid").get_db_prep_value(uuid, connection)
