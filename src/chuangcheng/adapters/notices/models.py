"""Notices, where people want them, and the messages that were made of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.ground.scope import Place, ScopedQuerySet
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.words import Words


class Kind(models.TextChoices):
    """What a notice is about; the value names its source, too."""

    ESCALATION = "escalation", _("提醒和督办")
    PROBLEMS = "problems", _("问题办理")
    ROUNDS = "rounds", _("测评任务")
    DELEGATIONS = "delegations", _("代理")


class Notice(models.Model):
    """One thing that one person is to know. `source` and `ref` name what it tells of."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("人员")
    )
    source = models.CharField(max_length=20)
    ref = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    link = models.CharField(max_length=200)
    at = models.DateTimeField(_("时间"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("通知")
        constraints = (
            models.UniqueConstraint(fields=("person", "source", "ref"), name="notice_once"),
        )
        indexes = (models.Index(fields=("source", "at"), name="notice_by_source"),)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What kind of notice it is, in the reader's language."""
        return str(Words(self.title_zh, self.title_en))

    @property
    def text(self) -> str:
        """What it says, in the reader's language."""
        return str(Words(self.text_zh, self.text_en))


class Address(Subject):
    """Where a person wants to be told by a channel, and since when; switched off it is kept.

    `chosen` says of which kinds, each with since when as ISO 8601; null is what ships for all.
    """

    kind: ClassVar[str] = "notice-address"
    hidden = frozenset({"address"})

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_addresses"
    )
    channel = models.CharField(max_length=30)
    address = models.CharField(
        _("地址"),
        max_length=100,
        validators=[RegexValidator(r"^[\w.@+-]+$", _("只能用文字、数字和 . @ + - _。"))],
    )
    active = models.BooleanField(_("启用"), default=True)
    since = models.DateTimeField()
    chosen = models.JSONField(_("通知种类"), null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "channel"), name="notice_address_once"),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.channel}"

    def place(self) -> Place:
        """It stands where the person's account is kept."""
        return self.person.place()


class State(models.TextChoices):
    """How far a message is."""

    WAITING = "waiting", _("等待")
    SENT = "sent", _("已发送")
    FAILED = "failed", _("未能发送")


class MessageQuerySet(ScopedQuerySet["Message"]):
    """Messages, found where the account of whoever they went to is kept."""

    area_path = "person__area__path"


class Message(models.Model):
    """What was put together for one person and channel, up to the notice `through`."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages", verbose_name=_("人员")
    )
    channel = models.CharField(_("渠道"), max_length=30)
    through = models.BigIntegerField()
    count = models.PositiveIntegerField(_("通知数"))
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField()
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("发送时间"), null=True)
    error = models.CharField(_("原因"), max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("person", "channel", "through"), name="message_once"),
        )
        indexes = (models.Index(fields=("state", "next_at"), name="message_by_state"),)

    def __str__(self) -> str:
        return self.title
