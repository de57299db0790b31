"""The pages of phones: one's own, and those of the people whose accounts one keeps."""

from __future__ import annotations

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.devices import actions, queries
from chuangcheng.ground.devices.limits import limits
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.devices.rules import CHANGE, grouped
from chuangcheng.ground.scope import require
from chuangcheng.ground.signin.pages import OwnRequest
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import find

DEVICES = Table(
    "devices",
    columns=(
        Column("title", lazy("名称"), str, "title", lambda d: d.get_absolute_url()),
        Column("person", lazy("使用人"), lambda d: d.person, "person__name"),
        Column("area", lazy("区域"), lambda d: d.person.area or "", "person__area__path"),
        Column("paired", lazy("配对于"), lambda d: d.paired_at, "paired_at"),
        Column("seen", lazy("最近使用"), lambda d: d.seen_at, "seen_at"),
        Column("revoked", lazy("停用于"), lambda d: d.revoked_at or "—", "revoked_at"),
    ),
    filters=(
        Filter(
            "live",
            lazy("状态"),
            "revoked_at__isnull",
            lambda p: [("1", _("使用中")), ("0", _("已停用"))],
            lambda v: v == "1",
        ),
    ),
    search=("title", "person__name", "person__username"),
)


def own(request: Request) -> HttpResponse:
    """One's own phones."""
    return render(request, "devices/own.html", {"devices": queries.own(request.user)})


@require_POST
def pair(request: OwnRequest) -> HttpResponse:
    """Show a code that pairs one phone, to its camera and to the eye."""
    code = grouped(actions.offer(request.user))
    address = request.build_absolute_uri(f"/field/#pair={code}")
    picture = segno.make(address, error="m").svg_inline(scale=6, border=4, light="#fff")
    # The picture is made here, of letters and digits: nothing in it was typed by anybody.
    qr = mark_safe(picture)  # noqa: S308
    context = {"code": code, "address": address, "qr": qr, "minutes": limits().pairing_minutes}
    return render(request, "devices/pair.html", context)


@page(CHANGE)
def index(request: Request) -> HttpResponse:
    """The phones of the people whose accounts one keeps."""
    return DEVICES.answer(request, queries.kept(request.user), "devices/list.html")


def detail(request: Request, pk: int) -> HttpResponse:
    """One phone."""
    device = _reached(request, pk)
    context = {"device": device, "story": story(request.user, device)}
    context["mine"] = device.person_id == request.user.pk
    return render(request, "devices/detail.html", context)


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Shut a phone out."""
    device = _reached(request, pk)
    back = reverse("devices:own") if device.person_id == request.user.pk else ""
    actions.revoke(request.user, device=device)
    messages.success(request, _("“%s”已停用。") % device)
    return redirect(back or device.get_absolute_url())


def _reached(request: Request, pk: int) -> Device:
    """One's own phone, or one whose person one keeps."""
    device = find(queries.devices(request.user), pk=pk)
    if device.person_id != request.user.pk:
        require(request.user, CHANGE, device)
    return device
