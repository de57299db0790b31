"""The photographs from before, for the phone of whoever is sent to look again.

They go with the day's list, so that one can compare on the spot without a signal.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from chuangcheng.evidence.photographs import files
from chuangcheng.evidence.photographs import queries as photographs
from chuangcheng.ground.devices.protocol import MISSING, DeviceRequest, RefusedError
from chuangcheng.remedy.problems import errands

router = Router()


@router.get("rechecks/photographs/{uuid:uuid}", url_name="before")
def before(request: DeviceRequest, uuid: UUID) -> HttpResponse:
    """A photograph from before, small, while its problem waits for this person's re-check."""
    shown = errands.waiting(request.auth.person).filter(errands.shows(uuid)).exists()
    found = photographs.by_uuid(uuid) if shown else None
    if found is None or not found.thumbnail:
        raise RefusedError(404, "not-found", MISSING)
    response = HttpResponse(files.get(found.thumbnail), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response
