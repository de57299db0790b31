"""What can be done with photographs from the desk.

What belongs to a round is told of the round, so that it stays as secret as the round is.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from chuangcheng.evidence.photographs import files, rules
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import Photograph, State, Upload
from chuangcheng.evidence.photographs.rules import Owner
from chuangcheng.ground.audit.verbs import Outcome, made, verb
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.jobs.actions import enqueue
from chuangcheng.ground.scope import Person
from chuangcheng.lib import pictures
from chuangcheng.lib.imagefile import Fault, PictureError

STRETCH = 5


@verb(
    "photograph.add",
    zh="为{after[owner_kind]} {after[owner_key]} 添加了照片",
    en="added a photograph to {after[owner_kind]} {after[owner_key]}",
)
def add(
    actor: Person, *, owner: Owner, content: bytes, uuid: UUID | None = None
) -> Outcome[Photograph]:
    """Keep a photograph from the desk for a thing of another noun.

    The verb that owns the thing has checked that the actor may add to it.
    Raises ValidationError with one sentence when the file is not taken.
    """
    picture = examined(content)
    if isinstance(picture, Fault):
        raise rules.as_fault(picture)
    name = files.put("original", content)
    photograph = Photograph(
        uuid=uuid or uuid4(),
        person_id=actor.pk,
        purpose=owner.purpose,
        owner_kind=owner.kind,
        owner_key=owner.key,
        area=owner.area,
        unit=owner.units[0] if owner.units else None,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        original=name,
    )
    show(photograph, picture)
    photograph.save(force_insert=True)
    photograph.partners.set(owner.units[1:])
    look_at_soon()
    return made(photograph)


def announced(device: Device, begun: Upload | None, *, uuid: UUID, facts: dict[str, Any]) -> Upload:
    """What a phone is about to send; if it says something new of it, what came before is dropped.

    Nothing is written yet: a photograph that comes whole leaves no trace of its coming.
    """
    if begun is None:
        return Upload(uuid=uuid, device=device.uuid, person_id=device.person_id, facts=facts)
    if begun.facts["sha256"] != facts["sha256"]:
        files.drop(uuid)
    begun.facts = facts
    return begun


@transaction.atomic
def await_rest(upload: Upload) -> None:
    """Remember an upload of which bytes are still to come."""
    given = {name: getattr(upload, name) for name in ("device", "person_id", "facts")}
    Upload.objects.update_or_create(uuid=upload.uuid, defaults=given)


def receive(upload: Upload) -> Photograph:
    """Keep a photograph whose bytes are all here and are those that were announced."""
    # The bytes first, and outside of the transaction: nobody waits for the disk but this phone.
    name = files.keep(upload.uuid, upload.facts["sha256"])
    with transaction.atomic():
        photograph, _new = Photograph.objects.get_or_create(
            uuid=upload.uuid, defaults=_said_by_phone(upload) | {"original": name}
        )
        if upload.pk:
            upload.delete()
        look_at_soon()
    return photograph


def _said_by_phone(upload: Upload) -> dict[str, Any]:
    facts = upload.facts
    plainly = ("sha256", "size", "visit", "judgement", "item", "taken_at")
    where = facts["position"] or {}
    return {
        **{name: facts[name] for name in plainly},
        **{name: where.get(name) for name in ("lon", "lat", "accuracy_m")},
        "clock_s": facts["clock_difference_s"],
        "person_id": upload.person_id,
        "device": upload.device,
    }


@transaction.atomic
def give_up(upload: Upload) -> None:
    """Forget an upload and its bytes."""
    if upload.pk:
        upload.delete()
    files.drop(upload.uuid)


def look_at_soon() -> None:
    """Have a job look at what came, one for each stretch of seconds however many come."""
    stretch = int(timezone.now().timestamp()) // STRETCH
    at = datetime.fromtimestamp((stretch + 1) * STRETCH, UTC)
    enqueue("photographs.check", key=f"photographs.check@{stretch}", at=at)


def show(photograph: Photograph, picture: pictures.Picture) -> None:
    """Make what people look at of a picture that was read, and note what its file says."""
    known, told = limits(), picture.told
    small = pictures.scaled(picture.pixels, known.thumbnail_px)
    whole = pictures.as_jpeg(picture.pixels, quality=known.quality)
    photograph.plain = photograph.picture = files.put("picture", whole)
    photograph.thumbnail = files.put("picture", pictures.as_jpeg(small, quality=known.quality))
    photograph.width, photograph.height = picture.width, picture.height
    photograph.file_taken_at, photograph.software = (
        rules.in_zone(told.taken_at),
        told.software[:100],
    )
    photograph.file_lon, photograph.file_lat = told.lon, told.lat
    photograph.state = State.CHECKED


def examined(content: bytes) -> pictures.Picture | Fault:
    """A photograph as it is looked at, or why it is not used."""
    known = limits()
    if len(content) > known.most_bytes:
        return Fault.TOO_LARGE
    try:
        return pictures.read(content, most_pixels=known.most_pixels, edge=known.picture_px)
    except PictureError as error:
        return error.fault


@transaction.atomic
def shown(photograph: Photograph, found: pictures.Picture | Fault) -> None:
    """Note what became of a photograph from a phone; one that cannot be used stays, with why."""
    if isinstance(found, pictures.Picture):
        show(photograph, found)
    else:
        photograph.state, photograph.fault = State.REFUSED, found.value
        photograph.compared_at = timezone.now()
    photograph.save()
