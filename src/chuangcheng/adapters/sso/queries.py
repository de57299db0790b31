"""Reading outside identities."""

from __future__ import annotations

from chuangcheng.adapters.sso.models import (
    Identity,
    IdentityQuerySet,
    Passkey,
    PasskeyQuerySet,
)
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import CHANGE
from chuangcheng.ground.scope import Person


def identities(person: Person) -> IdentityQuerySet:
    """The identities in scope."""
    return Identity.objects.for_user(person).select_related("user__area")


def changeable(person: Person) -> IdentityQuerySet:
    """The identities of those whose accounts a person keeps."""
    return Identity.objects.with_right(person, CHANGE).select_related("user__area")


def bound(issuer: str, subject: str) -> User | None:
    """The person to whom an identity is bound; none while the account is closed, too."""
    found = Identity.objects.filter(issuer=issuer, subject=subject, user__is_active=True)
    known = found.select_related("user").first()
    return known.user if known else None


def is_bound(issuer: str, subject: str) -> bool:
    """Whether an identity belongs to anybody."""
    return Identity.objects.filter(issuer=issuer, subject=subject).exists()


def named(username: str) -> User | None:
    """The person with this sign-in name whose account is open."""
    return User.objects.filter(username__iexact=username, is_active=True).first()


def passkeys(user: User) -> PasskeyQuerySet:
    """A person's own passkeys."""
    return Passkey.objects.own(user)


def kept_keys(person: Person) -> PasskeyQuerySet:
    """The passkeys of those whose accounts a person keeps."""
    return Passkey.objects.with_right(person, CHANGE).select_related("user__area")


def keys_in_scope(person: Person) -> PasskeyQuerySet:
    """The passkeys in scope."""
    return Passkey.objects.for_user(person).select_related("user__area")


def passkey(credential: str) -> Passkey | None:
    """The passkey that a device names, if its person's account is open."""
    found = Passkey.objects.filter(credential=credential, user__is_active=True)
    return found.select_related("user").first()
