"""Pages on which a noun's table goes out and comes in; a noun mounts them with `sheet_urls`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import require
from chuangcheng.ground.sheets import actions, writing
from chuangcheng.ground.sheets.changes import lines
from chuangcheng.ground.sheets.forms import UploadForm
from chuangcheng.ground.sheets.importer import Importer, Plan
from chuangcheng.ground.sheets.models import Draft
from chuangcheng.ground.site.pages import Request

#: So many problems, and so many rows that are to be made or changed.
SHOWN, LISTED = 500, 50


class SheetPages:
    """The pages of one noun's table."""

    def __init__(self, importer: Importer, label: str) -> None:
        self.importer = importer
        self.label = label

    def urls(self) -> list[URLPattern]:
        """Addresses below the noun's own: the page, template, export, and one dry run."""
        return [
            path("sheet/", self.upload, name="sheet"),
            path("sheet/template.xlsx", self.template, name="sheet-template"),
            path("sheet/export.<str:form>", self.export, name="sheet-export"),
            path("sheet/<uuid:draft>/", self.check, name="sheet-check"),
        ]

    def upload(self, request: Request) -> HttpResponse:
        """Choose a file; it is kept, and its dry run shown next."""
        require(request.user, self.importer.change)
        form = UploadForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            file = form.cleaned_data["file"]
            draft = actions.keep(
                request.user, sheet=self.label, name=file.name, content=file.read()
            )
            return redirect(f"{self.label}:sheet-check", draft.pk)
        return self._page(request, "sheets/upload.html", form=form)

    def template(self, request: Request) -> HttpResponse:
        """The empty workbook to fill in."""
        require(request.user, self.importer.see)
        sheet = self.importer.sheet
        return writing.download(writing.template(sheet), f"{sheet.words}-{_('模板')}.xlsx")

    def export(self, request: Request, form: str) -> HttpResponse:
        """Everything in scope, in the shape in which it can come back in."""
        require(request.user, self.importer.see)
        sheet, rows = self.importer.sheet, self.importer.export(request.user)
        if form == "xlsx":
            return writing.download(writing.template(sheet, rows), f"{sheet.words}.xlsx")
        if form == "csv":
            content = writing.comma_separated([str(c.words) for c in sheet.columns], rows)
            return writing.download(content, f"{sheet.words}.csv", "text/csv")
        raise Http404

    def check(self, request: Request, draft: UUID) -> HttpResponse:
        """The dry run of a file: its problems, or what writing it would do, and the button."""
        require(request.user, self.importer.change)
        kept = get_object_or_404(Draft.objects.for_user(request.user), pk=draft, sheet=self.label)
        if request.method == "POST" and self._taken(request, kept):
            return redirect(f"{self.label}:list")
        plan, unreadable = self._dry_run(request, kept)
        context = {
            "draft": kept,
            "plan": plan,
            "shown": SHOWN,
            "made": lines(self.importer.sheet, plan.new[:LISTED]),
            "changed": lines(self.importer.sheet, plan.changed[:LISTED]),
            "more_made": len(plan.new) - LISTED,
            "more_changed": len(plan.changed) - LISTED,
        }
        return self._page(request, "sheets/check.html", unreadable=unreadable, **context)

    def _dry_run(self, request: Request, draft: Draft) -> tuple[Plan[Any], str]:
        try:
            return self.importer.check(request.user, draft.name, bytes(draft.content)), ""
        except ValidationError as error:
            return Plan(), error.messages[0]

    def _taken(self, request: Request, draft: Draft) -> bool:
        try:
            plan = actions.take(request.user, importer=self.importer, draft=draft)
        except (ValidationError, IntegrityError):
            messages.error(request, _("没有写入：数据在预检之后有了变化，请看下面的新结果。"))
            return False
        counts = {"new": len(plan.new), "changed": len(plan.changed)}
        messages.success(request, _("已导入：新增 %(new)d 行，更新 %(changed)d 行。") % counts)
        return True

    def _page(self, request: Request, name: str, **context: object) -> HttpResponse:
        links = {key: reverse(f"{self.label}:{key}") for key in ("list", "sheet", "sheet-template")}
        shared = {"sheet": self.importer.sheet, "links": links, "label": self.label}
        return render(request, name, {**shared, **context})


def sheet_urls(importer: Importer, label: str) -> list[URLPattern]:
    """The addresses of a noun's table, to be added to the noun's own."""
    return SheetPages(importer, label).urls()
