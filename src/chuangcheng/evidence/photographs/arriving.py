"""What is known of a photograph that a phone sends whole, by one short question."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from chuangcheng.evidence.photographs import queries
from chuangcheng.evidence.photographs.models import Photograph, Upload
from chuangcheng.ground import often
from chuangcheng.ground.bulk import written

_KNOWN = """
    SELECT person_id, sha256, size FROM photographs_photograph WHERE uuid = %s
    UNION ALL SELECT person_id, NULL, NULL FROM photographs_upload WHERE uuid = %s
"""


class Kept(NamedTuple):
    """A photograph that is here, whoever may see it, with no more than its phone is told."""

    person_id: int
    sha256: str
    size: int


def known(uuid: UUID) -> Kept | Upload | None:
    """The photograph of this name, or else an upload of it that was begun, whoever began it."""
    name = written(Photograph, "uuid")(uuid)
    found = [Kept(*row) for row in often.rows(Photograph, _KNOWN, [name, name])]
    kept = next((one for one in found if one.sha256), None)
    return kept or (queries.upload(uuid) if found else None)
