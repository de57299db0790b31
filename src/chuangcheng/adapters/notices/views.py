"""The pages of notices: one's own, where one wants them, and what was sent."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages as shown
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.adapters.notices import actions, queries
from chuangcheng.adapters.notices.channels import channels
from chuangcheng.adapters.notices.forms import AddressForm
from chuangcheng.adapters.notices.limits import limits
from chuangcheng.adapters.notices.models import Address, Kind, State
from chuangcheng.adapters.notices.rules import LOG
from chuangcheng.ground.scope import may
from chuangcheng.ground.signin.pages import OwnRequest
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Period, Table

NOTICES = Table(
    "notices",
    columns=(
        Column("title", lazy("通知"), lambda n: n.title, "title_zh", lambda n: n.link),
        Column("text", lazy("内容"), lambda n: n.text, stacked=True),
        Column("at", lazy("时间"), lambda n: n.at, "at", stacked=True),
    ),
    filters=(
        Filter("kind", lazy("通知种类"), "source", lambda person: Kind.choices),
        Period("at", lazy("时间"), "at"),
    ),
    search=("text_zh", "text_en"),
)
MESSAGES = Table(
    "messages",
    columns=(
        Column("person", lazy("人员"), lambda m: m.person, "person__name"),
        Column("title", lazy("标题"), lambda m: m.title),
        Column("channel", lazy("渠道"), lambda m: m.channel, "channel"),
        Column("state", lazy("状态"), lambda m: m.get_state_display(), "state"),
        Column("made", lazy("时间"), lambda m: m.made_at, "made_at"),
        Column("sent", lazy("发送时间"), lambda m: m.sent_at or "—", "sent_at"),
        Column("attempts", lazy("次数"), lambda m: m.attempts, number=True),
        Column("error", lazy("原因"), lambda m: m.error),
    ),
    filters=(Filter("state", lazy("状态"), "state", lambda person: State.choices),),
    search=("person__name", "person__username"),
)


def own(request: Request) -> HttpResponse:
    """One's own notices, and by which channels one is told of them."""
    mine = queries.addresses(request.user)
    known = [(name, mine.get(name), _kinds(mine.get(name))) for name in channels()]
    context = {"channels": known, "may_log": may(request.user, LOG)}
    return NOTICES.answer(request, queries.own(request.user), "notices/own.html", **context)


def _kinds(there: Address | None) -> list[str]:
    """The kinds of notice that somebody is told by a channel, in words."""
    wanted = queries.kinds(there) if there and there.active else ()
    return [str(kind.label) for kind in Kind if kind in wanted]


def address(request: OwnRequest, channel: str) -> HttpResponse:
    """Say where one wants to be told by a channel."""
    if channel not in channels():
        raise Http404
    there = queries.addresses(request.user).get(channel)
    usual: Collection[str] = queries.kinds(there) if there else limits().usual(channel)
    initial: dict[str, object] = {"kinds": list(usual)}
    if there:
        initial |= {"address": there.address, "active": there.active}
    form = AddressForm(request.POST or None, initial=initial)
    if accept(form, lambda: _set(request, channel, form)):
        shown.success(request, _("已设定。"))
        return redirect("notices:own")
    title = _("用“%s”接收通知") % channel
    return form_page(request, form, title=title, verb=_("保存"), back="notices:own")


def _set(request: OwnRequest, channel: str, form: AddressForm) -> object:
    said = form.cleaned_data
    return actions.set_address(
        request.user,
        channel=channel,
        address=said["address"],
        active=said["active"],
        kinds=said["kinds"] if said["active"] else None,
    )


@page(LOG)
def log(request: Request) -> HttpResponse:
    """The messages that were sent, or could not be."""
    return MESSAGES.answer(request, queries.messages(request.user), "notices/log.html")
