"""Binding outside identities and passkeys to people, and taking them off."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from chuangcheng.adapters.sso import rules
from chuangcheng.adapters.sso.models import Identity, Passkey
from chuangcheng.ground.audit.verbs import Outcome, made, removed, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import CHANGE, check_not_above
from chuangcheng.ground.scope import Person
from chuangcheng.ground.signin.rules import check_old_password


@verb("identity.bind", zh="绑定了自己的统一身份", en="bound their own outside identity")
def bind(actor: User, *, issuer: str, subject: str) -> Outcome[Identity]:
    """Bind an identity to the person it was first used by. No account, role or grant is made."""
    rules.check_free(actor, issuer)
    return made(Identity.objects.create(user=actor, issuer=issuer, subject=subject))


@verb(
    "identity.release",
    zh="解除了“{title}”的统一身份",
    en="took the outside identity off “{title}”",
    right=CHANGE,
)
def release(actor: Person, *, identity: Identity) -> Outcome[Identity]:
    """Take an identity off its person, so that another can be bound at the next signing in."""
    check_not_above(actor, identity.user)
    before = identity.facts()
    told = removed(identity, before)
    identity.delete()
    return told


@verb("passkey.add", zh="添加了通行密钥“{title}”", en="added the passkey “{title}”")
def add(
    actor: User, *, password: str, title: str, credential: str, public_key: str, uses: int
) -> Outcome[Passkey]:
    """Keep the public half of a key that one's device has made."""
    check_old_password(actor, password)
    key = Passkey(user=actor, title=title, credential=credential, public_key=public_key, uses=uses)
    key.full_clean()
    key.save()
    return made(key)


@verb("passkey.drop", zh="删除了通行密钥“{title}”", en="removed the passkey “{title}”")
def drop(actor: User, *, password: str, key: Passkey) -> Outcome[Passkey]:
    """Forget one of one's own keys."""
    check_old_password(actor, password)
    told = removed(key, key.facts())
    key.delete()
    return told


@verb(
    "passkey.revoke",
    zh="删除了“{title}”的通行密钥“{before[title]}”",
    en="removed the passkey “{before[title]}” of “{title}”",
    right=CHANGE,
)
def revoke(actor: Person, *, key: Passkey) -> Outcome[Passkey]:
    """Forget the key of somebody who has lost it, or must not come in by it any more."""
    check_not_above(actor, key.user)
    told = removed(key, key.facts())
    key.delete()
    return replace(told, title=str(key.user))


@transaction.atomic
def use(key: Passkey, *, uses: int) -> None:
    """Note that a key has let somebody in, and how often its device says it was used."""
    key.uses, key.used_at = uses, timezone.now()
    key.save(update_fields=["uses", "used_at"])
