"""What can be done with photographs from the desk.

What belongs to a round is told of the round, so that it stays as secret as the round is.
"""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

from django.db import transaction

from chuangcheng.evidence.photographs import files, rules
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import Photograph, State
from chuangcheng.evidence.photographs.rules import Owner
from chuangcheng.ground.audit.verbs import Outcome, made, verb
from chuangcheng.ground.jobs.actions import enqueue
from chuangcheng.ground.scope import Person
from chuangcheng.lib import pictures
from chuangcheng.lib.imagefile import Fault, PictureError


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
    picture = _examined(content)
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
    enqueue("photographs.check", args={"photograph": photograph.pk})
    return made(photograph)


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


def _examined(content: bytes) -> pictures.Picture:
    known = limits()
    try:
        if len(content) > known.most_bytes:
            raise PictureError(Fault.TOO_LARGE)
        return pictures.read(content, most_pixels=known.most_pixels, edge=known.picture_px)
    except PictureError as error:
        raise rules.as_fault(error) from error


@transaction.atomic
def check(photograph: Photograph) -> None:
    """Read a photograph that came from a phone, and make what people look at of it.

    One that cannot be used stays, with the reason.
    """
    known = limits()
    content = files.get(photograph.original)
    try:
        show(
            photograph, pictures.read(content, most_pixels=known.most_pixels, edge=known.picture_px)
        )
    except PictureError as error:
        photograph.state, photograph.fault = State.REFUSED, error.fault.value
    photograph.save()
