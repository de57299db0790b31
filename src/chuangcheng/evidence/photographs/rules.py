"""What must hold of photographs, and what it takes to see, cover and judge them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import Photograph, Purpose
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.rights import right
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words
from chuangcheng.lib.imagefile import Fault
from chuangcheng.lib.pictures import Box

SEE = right(
    "photographs.see",
    zh="查看照片",
    en="See photographs",
    roles=("office", "clerk", "inspector", "supervisor", "leader", "superior"),
)
ORIGINAL = right(
    "photographs.original",
    zh="下载照片原件",
    en="Download originals of photographs",
    roles=("office",),
)
COVER = right(
    "photographs.cover",
    zh="查看未遮盖的照片，遮盖和公开照片",
    en="See photographs uncovered, cover and publish them",
    roles=("office", "supervisor"),
)
REVIEW = right(
    "photographs.review",
    zh="核查照片疑点",
    en="Decide on doubtful photographs",
    roles=("office", "supervisor"),
)

MOST_BOXES = 50


@dataclass(frozen=True)
class Owner:
    """What a photograph from the desk belongs to, and where that stands.

    `units` are the lead unit first, then its partners: the clerks of each see the photograph.
    """

    kind: str
    key: str
    area: Area
    units: tuple[Unit, ...] = ()
    purpose: Purpose = Purpose.EVIDENCE
    point: Point | None = None


REFUSALS: Mapping[Fault, Words] = {
    Fault.TOO_LARGE: Words(
        "照片文件超过 {megabytes:g} MB，请用较小的尺寸重新拍摄。",
        "The file is larger than {megabytes:g} MB; take the photograph again at a smaller size.",
    ),
    Fault.NO_PICTURE: Words(
        "这不是照片文件，请选择 JPEG、PNG 或 WebP 格式的照片。",
        "This is no picture; choose a photograph as JPEG, PNG or WebP.",
    ),
    Fault.HEIC: Words(
        "本站不能读取 HEIC 照片，请在手机相机设置中选择“兼容性最佳”，或先转换为 JPEG。",
        "HEIC cannot be read here; set the phone's camera to “Most Compatible”, or convert the "
        "photograph to JPEG.",
    ),
    Fault.OTHER_PICTURE: Words(
        "不支持这种图片格式，请选择 JPEG、PNG 或 WebP 格式的照片。",
        "This kind of picture is not taken; choose a photograph as JPEG, PNG or WebP.",
    ),
    Fault.ANIMATED: Words(
        "这是动态图片，请选择静态照片。", "This picture moves; choose a photograph that does not."
    ),
    Fault.TOO_MANY_PIXELS: Words(
        "照片超过 {megapixels:g} 百万像素，请把相机的分辨率调低后重新拍摄。",
        "The photograph has more than {megapixels:g} megapixels; set the camera to fewer and take "
        "it again.",
    ),
    Fault.DAMAGED: Words(
        "照片文件不完整或已损坏，请重新拍摄或重新选择。",
        "The file is damaged or was cut off; take or choose the photograph again.",
    ),
    Fault.TWO_IN_ONE: Words(
        "文件中除照片外还藏有其他内容，出于安全不予使用，请重新拍摄。",
        "Something else than a photograph is hidden in the file; for safety it is not used. Take "
        "it again.",
    ),
}


def refusal(fault: str) -> Words:
    """Why a photograph is not used, for people."""
    words, known = REFUSALS[Fault(fault)], limits()
    figures = {"megapixels": known.most_pixels / 1e6, "megabytes": known.most_bytes / 1e6}
    return Words(words.zh.format(**figures), words.en.format(**figures))


def as_fault(fault: Fault) -> ValidationError:
    """A picture's fault as a form shows it."""
    return ValidationError(str(refusal(fault)), code=fault.value)


def check_boxes(boxes: Sequence[Box]) -> None:
    """Boxes lie within the picture and cover something."""
    if len(boxes) > MOST_BOXES:
        raise ValidationError(_("遮盖框太多，最多 %d 个。") % MOST_BOXES)
    for box in boxes:
        if not (0 <= box.left < box.right <= 1 and 0 <= box.top < box.bottom <= 1):
            raise ValidationError(_("有遮盖框超出照片，请重新绘制。"))


def check_ready(photograph: Photograph) -> None:
    """What is published can be looked at."""
    if not photograph.ready:
        raise ValidationError(_("这张照片还没有处理好，或不能使用。"))


def check_lost(photographs: Sequence[Photograph]) -> None:
    """There is something left to wait for."""
    if not photographs:
        raise ValidationError(_("这次走访已经来了，或已有人处理。"))


def in_zone(at: datetime | None) -> datetime | None:
    """A moment as a file tells it; without a zone it is the site's."""
    return timezone.make_aware(at) if at is not None and at.tzinfo is None else at
