"""What can be done with phones."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from chuangcheng.ground.audit.verbs import Outcome, changed, made, verb
from chuangcheng.ground.devices import rules
from chuangcheng.ground.devices.limits import limits
from chuangcheng.ground.devices.models import Device, Pairing
from chuangcheng.ground.devices.rules import CHANGE, DeviceFacts
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person, require


class SpentError(RuntimeError):
    """The pairing code was used by another phone a moment ago."""


@transaction.atomic
def offer(user: User) -> str:
    """Make a pairing code for a person; an earlier one of theirs works no more."""
    now = timezone.now()
    Pairing.objects.filter(until__lte=now).delete()
    Pairing.objects.filter(person=user).delete()
    code = rules.new_code()
    until = now + timedelta(minutes=limits().pairing_minutes)
    Pairing.objects.create(person=user, code_hash=rules.hashed(code), until=until)
    return code


@verb("device.pair", zh="配对了手机“{title}”", en="paired the phone “{title}”")
def pair(actor: User, *, pairing: Pairing, facts: DeviceFacts) -> Outcome[str]:
    """Use up a pairing and give the token, which is kept nowhere but on the phone.

    The same phone's earlier pairings to this person end.
    Raises SpentError when another phone was quicker.
    """
    spent, _kinds = Pairing.objects.filter(pk=pairing.pk).delete()
    if not spent:
        raise SpentError
    Device.objects.filter(person=actor, uuid=facts.uuid).live().update(revoked_at=timezone.now())
    token = rules.new_token()
    device = Device(
        person=actor, uuid=facts.uuid, title=facts.title, token_hash=rules.hashed(token)
    )
    device.save()
    return made(device).giving(token)


@verb("device.revoke", zh="停用了手机“{title}”", en="revoked the phone “{title}”")
def revoke(actor: Person, *, device: Device) -> Outcome[Device]:
    """Shut a phone out from its next request on; one's own, or one whose person one keeps."""
    if device.person_id != actor.pk:
        require(actor, CHANGE, device)
    before = device.facts()
    rules.check_live(Device.objects.filter(pk=device.pk).exclude(revoked_at=None))
    device.revoked_at = timezone.now()
    device.save(update_fields=["revoked_at"])
    return changed(device, before)


def touch(device: Device) -> None:
    """Note that a phone was here, no more exactly than the figures ask for."""
    now = timezone.now()
    if now - device.seen_at >= timedelta(minutes=limits().seen_minutes):
        Device.objects.filter(pk=device.pk).update(seen_at=now)
