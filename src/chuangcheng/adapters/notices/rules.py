"""What it takes to see which messages were sent."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.adapters.notices.channels import channels
from chuangcheng.adapters.notices.models import Kind
from chuangcheng.ground.rights import right

LOG = right("notices.log", zh="查看发出的通知", en="See messages sent", roles=("office",))


def check_kinds(kinds: Collection[str]) -> None:
    """Something is left to be told of, and nothing unknown. Raises ValidationError."""
    if not kinds or set(kinds) - set(Kind.values):
        raise ValidationError({"kinds": _("请至少选择一种通知；都不要时，取消“接收通知”。")})


def check_channel(channel: str) -> None:
    """There is such a channel. Raises ValidationError."""
    if channel not in channels():
        raise ValidationError(_("没有“%s”这个渠道。") % channel)
