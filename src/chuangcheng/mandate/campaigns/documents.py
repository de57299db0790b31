"""Pages on which a campaign's document goes out and comes in; a noun mounts them by `urls`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.scope import require
from chuangcheng.ground.site.pages import Request, accept, form_page
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.words import Words
from chuangcheng.mandate.campaigns import queries
from chuangcheng.mandate.campaigns.models import Campaign

Document = Mapping[str, Any]
Label = str | Promise


class DocumentForm(forms.Form):
    """The file of a document, or one that ships."""

    shipped = forms.ChoiceField(label=lazy("现成的"), required=False)
    file = forms.FileField(
        label=lazy("文件"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, pages: DocumentPages, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages
        self.fields["file"].help_text = str(pages.help)
        known = [(name, _title(name, pages.ships(name))) for name in pages.names()]
        field = self.fields["shipped"]
        if len(known) < 2:
            del self.fields["shipped"]
        elif isinstance(field, forms.ChoiceField):
            field.choices = [("", lazy("用下面的文件")), *known]

    def clean(self) -> dict[str, Any]:
        """Exactly one of the two."""
        said = super().clean() or self.cleaned_data
        if bool(said.get("shipped")) == bool(said.get("file")):
            raise ValidationError({"file": _("请选择一个文件，或一份现成的，不要两样都选。")})
        return said

    def document(self) -> Document:
        """What was chosen. Raises ValidationError where the file is no YAML, or holds no mapping."""
        if name := self.cleaned_data.get("shipped"):
            return self.pages.ships(name)
        try:
            found = yaml.safe_load(self.cleaned_data["file"].read())
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ValidationError({"file": _("文件不是 YAML：%s") % error}) from None
        if not isinstance(found, dict):
            raise ValidationError({"file": _("文件里没有内容。")})
        return found


@dataclass(frozen=True)
class DocumentPages:
    """A document that campaigns keep: where it comes from, the verb that sets it, and its words.

    `page` is the address that shows it and begins the names of the others; `file` begins the name
    of its file. `there` gives what holds in a campaign; `names` and `ships` what comes with us.
    """

    page: str
    file: str
    see: str
    configure: str
    title: Label
    help: Label
    done: Label
    there: Callable[[Campaign], Document]
    names: Callable[[], Sequence[str]]
    ships: Callable[[str], Document]
    set_: Callable[..., object]

    def urls(self, prefix: str) -> list[URLPattern]:
        """Addresses below the noun's own: the file, and the form that brings it back."""
        name = self.page.partition(":")[2]
        return [
            path(f"{prefix}<int:pk>.yaml", self.give, name=f"{name}-document"),
            path(f"{prefix}<int:pk>/change/", self.change, name=f"{name}-change"),
        ]

    def give(self, request: Request, pk: int) -> HttpResponse:
        """The document of a campaign, to be changed and brought back."""
        require(request.user, self.see)
        campaign = find(queries.campaigns(request.user), pk=pk)
        text = yaml.safe_dump(dict(self.there(campaign)), allow_unicode=True, sort_keys=False)
        name = f'attachment; filename="{self.file}-{campaign.pk}.yaml"'
        kind = "application/yaml; charset=utf-8"
        return HttpResponse(text, content_type=kind, headers={"Content-Disposition": name})

    def change(self, request: Request, pk: int) -> HttpResponse:
        """Give a campaign its next document."""
        require(request.user, self.configure)
        rows = queries.campaigns(request.user)
        campaign = fetch(rows, request.user, self.configure, pk=pk)
        form = DocumentForm(self, request.POST or None, request.FILES or None)
        if accept(form, lambda: self._set(request, campaign, form)):
            messages.success(request, str(self.done))
            return redirect(self.page, campaign.pk)
        lead = _("上传后成为第几版由系统编号，旧的都保留。")
        return form_page(request, form, title=str(self.title), verb=_("设定"), lead=lead)

    def _set(self, request: Request, campaign: Campaign, form: DocumentForm) -> object:
        return self.set_(request.user, campaign=campaign, document=form.document())


def _title(name: str, document: Document) -> Label:
    said = document.get("title")
    return str(Words(said["zh"], said.get("en") or "")) if isinstance(said, Mapping) else name
