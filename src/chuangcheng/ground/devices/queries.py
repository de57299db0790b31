"""Reading phones."""

from __future__ import annotations

from hmac import compare_digest

from django.db.models import F
from django.utils import timezone

from chuangcheng.ground import often
from chuangcheng.ground.devices.models import Device, DeviceQuerySet, Pairing
from chuangcheng.ground.devices.rules import CHANGE, hashed, plain_code
from chuangcheng.ground.scope import Person

# Every request of a phone asks this first.
_COLUMNS = ("id", "person_id", "uuid", "token_hash", "seen_at", "revoked_at")
_FOUND = """
    SELECT device.id, device.person_id, device.uuid, device.token_hash, device.seen_at,
        device.revoked_at, person.is_active AS person_active
    FROM devices_device device JOIN people_user person ON person.id = device.person_id
    WHERE device.token_hash = %s
"""


def devices(person: Person) -> DeviceQuerySet:
    """The phones in scope, and one's own."""
    return Device.objects.for_user(person).select_related("person__area")


def own(person: Person) -> DeviceQuerySet:
    """One's own phones, revoked ones last."""
    # The databases disagree on where those without a date come.
    live_first = F("revoked_at").asc(nulls_first=True)
    return Device.objects.filter(person_id=person.pk).order_by(live_first, "-paired_at")


def kept(person: Person) -> DeviceQuerySet:
    """The phones of the people whose accounts a person keeps."""
    return Device.objects.with_right(person, CHANGE).select_related("person__area")


def by_token(token: str) -> Device | None:
    """The phone that has this token, revoked or not, with `person_active` of its person."""
    wanted = hashed(token)
    found = next(iter(often.read(Device, _FOUND, [wanted], _COLUMNS)), None)
    # The index is searched by a hash, whose letters tell nothing of the token's.
    return found if found and compare_digest(found.token_hash, wanted) else None


def pairing(code: str) -> Pairing | None:
    """The pairing that a code still opens."""
    rows = Pairing.objects.select_related("person__area")
    wanted = {"code_hash": hashed(plain_code(code)), "until__gt": timezone.now()}
    return rows.filter(**wanted, person__is_active=True).first()
