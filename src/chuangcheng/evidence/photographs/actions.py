"""What can be done with photographs from the desk.

What belongs to a round is told of the round, so that it stays as secret as the round is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.photographs import doubts, files, queries, rules
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import (
    Cover,
    Flag,
    FlagKind,
    Photograph,
    Print,
    Purpose,
    State,
    Turnstile,
    Upload,
)
from chuangcheng.evidence.photographs.owners import FINDS
from chuangcheng.evidence.photographs.rules import COVER, REVIEW, Owner
from chuangcheng.evidence.photographs.telling import about, apart
from chuangcheng.evidence.visits.models import Submission
from chuangcheng.evidence.visits.verdicts import DECIDED, Verdict, check_reason
from chuangcheng.ground import often
from chuangcheng.ground.audit.verbs import Outcome, Told, follower, made, verb
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.jobs.actions import enqueue
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, Place, System, require
from chuangcheng.ground.words import Words
from chuangcheng.lib import pictures
from chuangcheng.lib.imagefile import Fault, PictureError
from chuangcheng.lib.photohash import Turning
from chuangcheng.lib.pictures import Box

STRETCH = 5
LOOK = "photographs.look"
#: What is made and learnt of a photograph by reading it.
_SHOWN = (
    *("state", "fault", "compared_at", "plain", "picture", "thumbnail", "width", "height"),
    *("file_taken_at", "file_lon", "file_lat", "software"),
)
_OWNED = ("owner_kind", "owner_key", "purpose", "area", "point", "unit")
#: All that a row has from the beginning.
_NEW = tuple(field.name for field in Photograph._meta.concrete_fields if not field.primary_key)
#: For which stretch this process has asked already.
_asked: dict[str, int] = {}


@verb(
    "photograph.add",
    zh="为{after[owner_kind]}添加了照片（{after[purpose]}）",
    en="added a photograph to {after[owner_kind]} ({after[purpose]})",
    choices={"owner_kind": {"problem": Words("问题", "a problem")}, "purpose": Purpose},
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
        point=owner.point,
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


def receive(upload: Upload) -> None:
    """Keep a photograph whose bytes are all here and are those that were announced."""
    # The bytes first, and outside of the transaction: nobody waits for the disk but this phone.
    name = files.keep(upload.uuid, upload.facts["sha256"])
    photograph = Photograph(uuid=upload.uuid, original=name, **_said_by_phone(upload))
    # Where the same photograph comes twice at the same time, the other one was quicker.
    with transaction.atomic() if upload.pk else nullcontext():
        often.add_once([photograph], _NEW, "uuid")
        if upload.pk:
            upload.delete()
    # A process that is killed here leaves the photograph to the job's own turn.
    look_at_soon()


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
    if _asked.get("stretch") == stretch:
        return
    at = datetime.fromtimestamp((stretch + 1) * STRETCH, UTC)
    enqueue(LOOK, args={"stretch": stretch}, key=f"{LOOK}@{stretch}", at=at)
    transaction.on_commit(lambda: _asked.update(stretch=stretch))


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
    if not Photograph.objects.select_for_update().filter(pk=photograph.pk, state=State.STORED):
        return  # another worker was quicker
    if isinstance(found, pictures.Picture):
        show(photograph, found)
    else:
        photograph.state, photograph.fault = State.REFUSED, found.value
        photograph.compared_at = timezone.now()
    photograph.save(update_fields=_SHOWN)


@transaction.atomic
def place(photograph: Photograph, sent: Submission) -> None:
    """Let a photograph stand where the visit stands that it belongs to."""
    photograph.round, photograph.point = sent.round, sent.point
    seen = queries.judged(photograph)
    if seen is not None:
        photograph.area, photograph.unit_id = seen.area, seen.unit_id
    elif sent.point is not None:
        photograph.area, photograph.unit_id = sent.point.area, sent.point.unit_id
    photograph.save(update_fields=["round", "point", "area", "unit"])


@transaction.atomic
def hand(photograph: Photograph, owner: Owner) -> None:
    """Let a photograph from a phone belong to a thing of another noun."""
    photograph.owner_kind, photograph.owner_key = owner.kind, owner.key
    photograph.purpose, photograph.area, photograph.point = owner.purpose, owner.area, owner.point
    photograph.unit = owner.units[0] if owner.units else None
    photograph.save(update_fields=_OWNED)
    photograph.partners.set(owner.units[1:])


@transaction.atomic
def compare(photograph: Photograph, hashes: Mapping[Turning, int]) -> list[Flag]:
    """Look for all that is doubtful about a photograph, by its own facts and among all others."""
    Turnstile.objects.get_or_create(pk=1)
    Turnstile.objects.select_for_update().get(pk=1)
    if Print.objects.filter(photograph=photograph).exists():
        return []  # another worker was quicker
    flags = [
        Flag(photograph=photograph, flag_kind=found.kind, other=found.other, figures=found.figures)
        for found in doubts.about(photograph, hashes)
    ]
    signed = hashes["upright"] - ((hashes["upright"] >> 63) << 64)
    Print.objects.create(photograph=photograph, bits=signed)
    photograph.compared_at = timezone.now()
    photograph.save(update_fields=["compared_at"])
    for told in apart(photograph, flags):
        doubt(System(), photograph=photograph, flags=told)
    return flags


@verb(
    "photograph.doubt",
    zh="发现一张照片有疑点：{after[doubts]}",
    en="found a photograph doubtful: {after[doubts]}",
    choices={"doubts": FlagKind},
)
def doubt(actor: Person, *, photograph: Photograph, flags: list[Flag]) -> Outcome[list[Flag]]:
    """Raise doubts about a photograph."""
    Flag.objects.bulk_create(flags, ignore_conflicts=True)
    kinds = ", ".join(sorted({str(flag.flag_kind) for flag in flags}))
    return about(photograph, flags, {"doubts": kinds}, flag=queries.raised(flags[0]))


@verb(
    "photograph.decide",
    zh="对一张照片的疑点作出结论：{after[verdict]}",
    en="decided a doubt about a photograph: {after[verdict]}",
    choices={"verdict": Verdict},
)
def decide(actor: User, *, flag: Flag, verdict: str, reason: str) -> Outcome[Flag]:
    """Decide a doubt, with the reason. Raises ValidationError."""
    require(actor, REVIEW, flag)
    flag = Flag.objects.select_for_update().get(pk=flag.pk)
    flag.decide(actor, verdict, reason)
    flag.save(update_fields=DECIDED)
    told = {"doubt": flag.flag_kind, "verdict": verdict}
    return about(flag.photograph, flag, told, why=flag.reason, flag=flag)


@verb(
    "photograph.retake",
    zh="在“{after[point]}”重拍了 {after[photographs]} 张照片",
    en="took {after[photographs]:photograph|photographs} again at “{after[point]}”",
)
def retake(actor: User, *, observation: Observation, number: int) -> Outcome[Observation]:
    """Note that other photographs of a judgement come, since one was not accepted."""
    told = {"point": str(observation.point), "item": observation.item, "photographs": number}
    return inspections.about(observation.round, observation, told)


@verb(
    "photograph.set-aside",
    zh="不再等待 {after[person]} 的 {after[photographs]} 张照片的走访",
    en="no longer waits for the visit of {after[photographs]:photograph|photographs}"
    " by {after[person]}",
)
def set_aside(actor: Person, *, visit: UUID, why: str) -> Outcome[int]:
    """Wait no longer for the visit of lost photographs; they are kept, and placed should it come.

    Gives how many there were. Raises ValidationError without a reason.
    """
    found = list(queries.lost(actor).filter(visit=visit).select_for_update(of=("self",)))
    rules.check_lost(found)
    check_reason(why)
    Photograph.objects.filter(pk__in=[one.pk for one in found]).update(aside_at=timezone.now())
    sender = found[0].person
    place = sender.place() if sender else Place()
    told = {"person": str(sender), "photographs": len(found), "visit": str(visit)}
    key, title = str(found[0].pk), str(found[0])
    return Outcome(len(found), Photograph.kind, key, title, place, None, told, why)


@verb(
    "photograph.publish",
    zh="遮盖 {after[boxes]} 处后公开了一张照片",
    en="published a photograph with {after[boxes]:box|boxes} over it",
)
def publish(actor: User, *, photograph: Photograph, boxes: Sequence[Box]) -> Outcome[Photograph]:
    """Let a photograph be shown outside, with opaque boxes over what must not be seen.

    The boxes replace those drawn before: the last drawing holds. Raises ValidationError.
    """
    require(actor, COVER, photograph)
    rules.check_ready(photograph)
    rules.check_boxes(boxes)
    whole, small = _covered(photograph, boxes)
    Cover.objects.create(
        photograph=photograph,
        boxes=[list(box) for box in boxes],
        person=actor,
        picture=whole,
        thumbnail=small,
    )
    photograph.picture, photograph.thumbnail = whole, small
    photograph.published_at = timezone.now()
    photograph.save(update_fields=["picture", "thumbnail", "published_at"])
    return about(photograph, photograph, {"boxes": len(boxes)})


@transaction.atomic
def drop_stale(now: datetime) -> int:
    """Forget uploads to which nothing was added for days; gives how many."""
    before = now - timedelta(days=limits().partial_days)
    Upload.objects.filter(begun_at__lt=before, uuid__in=(old := files.stale(before))).delete()
    for uuid in old:
        files.drop(uuid)
    return len(old)


@follower
def look_again(told: Sequence[Told]) -> None:
    """Once something was taken in, photographs that came before their visit may find it."""
    if any(one.kind in {Round.kind, *FINDS} for one in told) and queries.unplaced().exists():
        look_at_soon()


def _covered(photograph: Photograph, boxes: Sequence[Box]) -> tuple[str, str]:
    """Names of the picture and the small one with boxes over them."""
    known, plain = limits(), files.get(photograph.plain)
    if not boxes:
        pixels = pictures.plainly(plain)
        whole = photograph.plain
    else:
        pixels = pictures.covered(pictures.plainly(plain), boxes)
        whole = files.put("picture", pictures.as_jpeg(pixels, quality=known.quality))
    small = pictures.as_jpeg(pictures.scaled(pixels, known.thumbnail_px), quality=known.quality)
    return whole, files.put("picture", small)
