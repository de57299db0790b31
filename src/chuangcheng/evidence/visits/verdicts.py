"""Doubts about what came from the street: raised by figures, decided once by somebody with a reason."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.scope import Person
from chuangcheng.ground.subject import Subject

LEAST_REASON = 4
#: What a decision changes.
DECIDED = ("verdict", "reason", "decided_by", "decided_at")


class Verdict(models.TextChoices):
    """What somebody made of a doubt."""

    KEPT = "kept", lazy("没有问题")
    EXPLAINED = "explained", lazy("已说明原因")
    REJECTED = "rejected", lazy("不予采信")


class Doubt(Subject):
    """One doubt by its figures, until somebody decides it."""

    figures = models.JSONField(default=dict)
    raised_at = models.DateTimeField(lazy("发现时间"), default=timezone.now)
    verdict = models.CharField(lazy("结论"), max_length=10, choices=Verdict.choices, blank=True)
    reason = models.CharField(lazy("理由"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def decide(self, person: Person, verdict: str, reason: str) -> None:
        """Note what came of it; the verb saves. Raises ValidationError with all that is wrong."""
        if self.verdict:
            raise ValidationError(_("这个疑点已有结论。"))
        check_verdict(verdict, reason)
        self.verdict, self.reason = verdict, reason.strip()[:300]
        self.decided_by_id, self.decided_at = person.pk, timezone.now()


def check_verdict(verdict: str, reason: str) -> None:
    """A verdict is one of three and gives its reason."""
    faults: dict[str, str] = {}
    if verdict not in Verdict.values:
        faults["verdict"] = _("请选择结论。")
    if not _suffices(reason):
        faults["reason"] = _too_short()
    if faults:
        raise ValidationError(faults)


def check_reason(why: str) -> None:
    """What others must be able to understand later is given a reason."""
    if not _suffices(why):
        raise ValidationError({"why": _too_short()})


def _suffices(reason: str) -> bool:
    return len(reason.strip()) >= LEAST_REASON


def _too_short() -> str:
    return _("请写明理由，至少 %d 个字。") % LEAST_REASON
