"""Binding an outside identity to a person, and taking it off."""

from __future__ import annotations

from chuangcheng.adapters.sso import rules
from chuangcheng.adapters.sso.models import Identity
from chuangcheng.ground.audit.verbs import Outcome, made, removed, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import CHANGE, check_not_above
from chuangcheng.ground.scope import Person


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
