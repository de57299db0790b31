"""Documents of which campaigns keep numbered versions: how problems are handled, what follows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.scope import Place
from chuangcheng.ground.subject import Subject
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.downwards import DownwardQuerySet


class KeptQuerySet(DownwardQuerySet[Any]):
    """What a campaign keeps, seen by all in its area."""

    area_path = "campaign__area__path"
    keeper = "campaign__area"


class Version(Subject):
    """One version of a document of a campaign. It never changes; the newest holds."""

    campaign: models.ForeignKey[Campaign]
    number = models.PositiveIntegerField(_("版本"))
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("时间"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.campaign} · {self.number}"

    def place(self) -> Place:
        """A version stands where its campaign does."""
        return self.campaign.place()

    def facts(self) -> dict[str, Any]:
        """Its number and hash; the document itself is kept once, here."""
        return {"campaign_id": self.campaign.pk, "number": self.number, "sha256": self.sha256}


V = TypeVar("V", bound=Version)
T = TypeVar("T")
_KEPT = 32


def newest(kind: type[V], campaign: Campaign) -> V | None:
    """The version that holds, without its document; none where none was set."""
    rows = kind._default_manager.filter(campaign=campaign).order_by("-number")
    return rows.defer("document").first()


def reader(kind: type[V], read: Callable[[Mapping[str, Any]], T]) -> Callable[[V], T]:
    """What makes sense of versions of a kind; a document is read once, for it never changes."""

    @lru_cache(_KEPT)
    def by_key(pk: int, _sha256: str) -> T:
        return read(kind._default_manager.values_list("document", flat=True).get(pk=pk))

    return lambda kept: by_key(kept.pk, kept.sha256)


def following(
    kind: type[V],
    campaign: Campaign,
    document: Mapping[str, Any],
    read: Callable[[Mapping[str, Any]], object],
) -> V:
    """The next version of a campaign's document, not yet written.

    Raises ValidationError with every fault for which `read` refuses the document.
    """
    try:
        read(document)
    except ValueError as error:
        raise ValidationError(str(error).splitlines()) from None
    last = newest(kind, campaign)
    return kind(
        campaign=campaign,
        number=last.number + 1 if last else 1,
        document=dict(document),
        sha256=_digest(document),
        made_at=timezone.now(),
    )


def _digest(document: Mapping[str, Any]) -> str:
    written = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()
