"""Photographs and doubts in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from chuangcheng.evidence.photographs import doubts
from chuangcheng.evidence.photographs.models import Flag, FlagKind, Photograph
from chuangcheng.evidence.photographs.rules import refusal
from chuangcheng.ground.words import Words, listed
from chuangcheng.lib.datum import distance

_TURNINGS: Mapping[str, object] = {
    "upright": lazy("原样对比"),
    "turned left": lazy("新照片向左转 90° 后对比"),
    "upside down": lazy("新照片倒转后对比"),
    "turned right": lazy("新照片向右转 90° 后对比"),
    "mirrored": lazy("新照片左右翻转后对比"),
    "mirrored, turned left": lazy("新照片左右翻转并向左转 90° 后对比"),
    "mirrored, upside down": lazy("新照片上下翻转后对比"),
    "mirrored, turned right": lazy("新照片左右翻转并向右转 90° 后对比"),
}
_MEANINGS: Mapping[str, object] = {
    FlagKind.SAME: lazy(
        "两张照片几乎完全一样：可能是旧照片再次使用，也可能是同一次拍摄的两份。请对照两张照片和拍摄时间。"
    ),
    FlagKind.LOOK: lazy(
        "两张照片很像：可能是旧照片裁剪或修改后再次使用，也可能只是从同一位置再次拍摄。请对照两张照片。"
    ),
    FlagKind.PLACE: lazy(
        "拍摄位置离点位太远：可能不是在现场拍的，也可能是手机定位不准或点位坐标有误。请对照照片内容。"
    ),
    FlagKind.TIME: lazy(
        "拍摄时间不在这次走访（或这一轮）之内：可能是以前拍的照片，也可能是手机时钟不准。"
    ),
    FlagKind.EDITED: lazy(
        "文件显示照片经过修图软件：可能只是缩小或裁剪，也可能改动了内容。请仔细查看。"
    ),
}


def meaning(flag: Flag) -> str:
    """What a doubt may mean, for whoever decides it."""
    return str(_MEANINGS[flag.flag_kind])


def figures(flag: Flag) -> str:
    """What a doubt rests on, with its figures."""
    told: dict[str, Any] = flag.figures
    if flag.flag_kind == FlagKind.PLACE:
        return _("离点位 %(metres)s 米，允许 %(limit)s 米") % told
    if flag.flag_kind == FlagKind.TIME:
        moments = {name: _moment(datetime.fromisoformat(at)) for name, at in told.items()}
        return _("拍摄于 %(at)s，应在 %(since)s 至 %(until)s 之间") % moments
    if flag.flag_kind == FlagKind.EDITED:
        return _("软件：%(software)s") % told
    apart = ngettext("对比 64 处，%(bits)s 处不同", "对比 64 处，%(bits)s 处不同", told["bits"])
    return _("%(apart)s，%(turning)s") % {
        "apart": apart % told,
        "turning": _TURNINGS[told["turning"]],
    }


def between(one: Photograph, other: Photograph) -> str:
    """How far apart two photographs were taken, in place and time, as far as that is known."""
    said = []
    here, there = doubts.position(one), doubts.position(other)
    if here and there:
        said.append(_("相距 %(metres)s 米") % {"metres": round(distance(here, there))})
    at, before = doubts.taken_at(one), doubts.taken_at(other)
    if at and before:
        hours = abs(at - before).total_seconds() / 3600
        text = ngettext("相隔 %(n)s 天", "相隔 %(n)s 天", round(hours / 24)) if hours >= 48 else ""
        text = text or ngettext("相隔 %(n)s 小时", "相隔 %(n)s 小时", round(hours))
        said.append(text % {"n": round(hours / 24 if hours >= 48 else hours)})
    return listed(said)


def facts(photograph: Photograph) -> list[tuple[str, str]]:
    """What is known of a photograph, named, without what nobody said."""
    at = doubts.taken_at(photograph)
    size = (photograph.width, photograph.height)
    told = [
        (_("点位"), str(photograph.point or "")),
        (_("测评条目"), photograph.item),
        (_("拍摄人"), str(photograph.person or "")),
        (_("拍摄时间"), _moment(at)),
        (_("收到时间"), _moment(photograph.received_at)),
        (_("拍摄位置"), _position(photograph)),
        (_("手机时钟偏差"), _clock(photograph.clock_s)),
        (_("尺寸"), f"{size[0]} × {size[1]}" if all(size) else ""),
        (_("软件"), photograph.software),
    ]
    return [(name, text) for name, text in told if text]


def refused(photograph: Photograph) -> Words | None:
    """Why a photograph cannot be used, or None."""
    return refusal(photograph.fault) if photograph.fault else None


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _position(photograph: Photograph) -> str:
    here = doubts.position(photograph)
    if here is None:
        return ""
    lon, lat = here
    sure = f" ± {photograph.accuracy_m:.0f} m" if photograph.accuracy_m is not None else ""
    return f"{lon:.5f}, {lat:.5f}{sure}"


def _clock(seconds: float | None) -> str:
    return "" if seconds is None else _("%(seconds)+.0f 秒") % {"seconds": seconds}
