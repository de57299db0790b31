"""The traces of signing in: open sessions, failed attempts, recovery codes."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from chuangcheng.ground.people.models import User
from chuangcheng.ground.signin.browsers import named
from chuangcheng.ground.words import Words


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Open sessions; everybody sees their own."""

    def for_user(self, person: User) -> SignInQuerySet:
        """The sessions that a person has open."""
        return self.filter(user=person)


class SignIn(models.Model):
    """A session somebody has open: where from, since when, last seen."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects = SignInQuerySet.as_manager()

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return f"{self.user} {self.began_at:%Y-%m-%d %H:%M}"

    def browser(self) -> Words:
        """The browser and its system, as people call them."""
        return named(self.agent)


class Attempt(models.Model):
    """A sign-in that failed. The name is kept as a hash only: people type passwords there."""

    name_hash = models.CharField(max_length=64)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (
            models.Index(fields=("name_hash", "address", "at")),
            models.Index(fields=("address", "at")),
        )

    def __str__(self) -> str:
        return f"{self.address} {self.at:%Y-%m-%d %H:%M}"


class RecoveryCode(models.Model):
    """A one-time way in for a person whose telephone is lost."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return str(self.user)
