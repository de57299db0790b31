"""Two editions side by side."""

from __future__ import annotations

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.sheets import writing
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.subject import find
from chuangcheng.mandate.frameworks import queries
from chuangcheng.mandate.frameworks.rules import SEE
from chuangcheng.tables.frameworks.comparing import Change, compare

CHANGES = {
    "added": lazy("新增"),
    "removed": lazy("删去"),
    "moved": lazy("移位"),
    "reworded": lazy("改了文字"),
    "points": lazy("改了分值"),
    "rule": lazy("改了规则"),
}
WHATS = {
    "framework": lazy("测评体系"),
    "method": lazy("测评方法"),
    "project": lazy("测评项目"),
    "content": lazy("测评内容"),
    "standard": lazy("测评标准"),
    "part": lazy("测评分项"),
    "item": lazy("测评条目"),
    "battery": lazy("共性条目组"),
    "point_type": lazy("点位类型"),
    "sanction": lazy("加减分条款"),
}


@page(SEE)
def side_by_side(request: Request, pk: int, other: int) -> HttpResponse:
    """What an edition changes of an older one, by kind of change; or the table as a workbook."""
    new = find(queries.editions(request.user), pk=pk)
    old = find(queries.editions(request.user), pk=other)
    found = compare(queries.framework(old), queries.framework(new))
    if request.GET.get("format") == "xlsx":
        headings = [_("变化"), _("类别"), _("编号"), _("名称"), _("栏目"), _("原来"), _("现在")]
        content = writing.workbook(_("比较"), headings, map(_row, found))
        return writing.download(content, f"{new.code}-{old.version}-{new.version}.xlsx")
    wanted = request.GET.get("change", "")
    counts = Counter[str](change.kind for change in found)
    context = {
        "new": new,
        "old": old,
        "total": len(found),
        "wanted": wanted,
        "counts": [(kind, title, counts[kind]) for kind, title in CHANGES.items()],
        "rows": [_row(c) for c in found if wanted in {"", c.kind}],
    }
    return render(request, "frameworks/compare.html", context)


def _row(change: Change) -> tuple[str, ...]:
    kind, what = str(CHANGES[change.kind]), str(WHATS[change.what])
    return kind, what, change.id, change.title, change.field, change.before, change.after
