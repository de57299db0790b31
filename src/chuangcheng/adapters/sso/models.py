"""Outside identities, each bound to one person for good, and passkeys."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject


class IdentityQuerySet(ScopedQuerySet["Identity"]):
    """Identities, found where their person's account is kept."""

    area_path = "user__area__path"


class Identity(Subject):
    """What a provider calls a person: never a name, which may pass to somebody else."""

    kind: ClassVar[str] = "identity"

    user = models.ForeignKey(
        User, models.CASCADE, related_name="identities", verbose_name=_("人员")
    )
    issuer = models.CharField(_("身份平台"), max_length=200)
    subject = models.CharField(_("平台上的标识"), max_length=255)
    bound_at = models.DateTimeField(_("绑定于"), default=timezone.now)

    objects = IdentityQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("统一身份")
        constraints = (
            models.UniqueConstraint(fields=("issuer", "subject"), name="identity_once"),
            models.UniqueConstraint(fields=("issuer", "user"), name="identity_of_one_person"),
        )

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        """Where the identity can be taken off its person."""
        return reverse("sso:release", args=[self.pk])

    def place(self) -> Place:
        """It stands where its person stands."""
        return self.user.place()


class PasskeyQuerySet(ScopedQuerySet["Passkey"]):
    """Passkeys, found where their person's account is kept."""

    area_path = "user__area__path"

    def own(self, user: User) -> PasskeyQuerySet:
        """The passkeys of a person."""
        return self.filter(user=user)


class Passkey(Subject):
    """The public half of a key that a person's device keeps (WebAuthn, level 3)."""

    kind: ClassVar[str] = "passkey"
    hidden = frozenset({"credential", "public_key"})

    user = models.ForeignKey(User, models.CASCADE, related_name="passkeys")
    title = models.CharField(_("名称"), max_length=60)
    # Both in base64url, as browsers speak of them.
    credential = models.CharField(max_length=1400, unique=True)
    public_key = models.TextField()
    uses = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = PasskeyQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title

    def place(self) -> Place:
        """It stands where its person stands."""
        return self.user.place()
