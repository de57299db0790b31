"""How a view is written: fetch in scope, validate, one verb, answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url

from chuangcheng.ground.scope import Person, require

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=HttpResponseBase)


class Request(HttpRequest):
    """A request of somebody signed in, which is every request that reaches a page."""

    user: Person  # type: ignore[assignment]  # the middleware has turned everybody else away


def page(
    right: str,
) -> Callable[[Callable[Concatenate[Request, P], R]], Callable[Concatenate[Request, P], R]]:
    """Let in only those who hold a right somewhere; what they may touch is the view's affair."""

    def dress(view: Callable[Concatenate[Request, P], R]) -> Callable[Concatenate[Request, P], R]:
        @wraps(view)
        def guarded(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(request.user, right)
            return view(request, *args, **kwargs)

        return guarded

    return dress


def accept(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Run a verb on a valid form; what the verb refuses is shown beside the fields it names."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        for field, found in _by_field(form, error):
            form.add_error(field, found)
        return None


def form_page(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str,
    verb: str,
    back: str | Model = "",
    lead: str = "",
) -> HttpResponse:
    """A page with one form and one button; `back` is where Cancel leads."""
    context = {"form": form, "title": title, "verb": verb, "lead": lead}
    context["back"] = resolve_url(back) if back else ""
    return render(request, "site/form_page.html", context)


def _by_field(form: forms.Form, error: ValidationError) -> list[tuple[str | None, list[str]]]:
    if not hasattr(error, "error_dict"):
        return [(None, error.messages)]
    told = error.message_dict
    return [(name if name in form.fields else None, texts) for name, texts in told.items()]
