"""What is asked of every request before a page sees it: an open session, a language, a name."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from chuangcheng.ground.signin import actions, door, queries
from chuangcheng.ground.signin.rules import over

Answer = Callable[[HttpRequest], HttpResponse]
# Where somebody who must change their password may still go.
OPEN = frozenset({"signin:password", "signin:sign-out", "signin:language"})
ASKING = frozenset({"GET", "HEAD", "OPTIONS"})


class Sessions:
    """A session that was ended, idle or open for too long lets nobody in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with whoever has no open session signed out."""
        if request.user.is_authenticated:
            now = timezone.now()
            begun = queries.session(request.session.session_key)
            if begun is None or over(begun, now):
                if begun:
                    actions.drop_session(begun)
                logout(request)
            else:
                actions.touch(begun, now)
        return self.get_response(request)


class Language:
    """The language a person has chosen, else the browser's; days are counted in one time zone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.zone = ZoneInfo(settings.TIME_ZONE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in that language."""
        chosen = getattr(request.user, "language", "")
        language = chosen or translation.get_language_from_request(request)
        with translation.override(language), timezone.override(self.zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", language)
        return response


class SignedIn(LoginRequiredMiddleware):
    """Pages are for those signed in; the API answers for itself with 401.

    Whoever has a temporary password changes it before anything else.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[object, ...],
        view_kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Let in, or lead to the door."""
        api = request.path.startswith("/api/")
        if getattr(request.user, "must_change_password", False):
            return self._first_the_password(request, api=api)
        if api and not request.user.is_authenticated:
            return None
        answer: HttpResponseBase | None = super().process_view(
            request, view_func, view_args, view_kwargs
        )
        return answer

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Lead to the door, and from there on, or back to the button that was pressed too late."""
        if request.resolver_match and request.resolver_match.view_name == "signin:sign-out":
            return redirect("signin:sign-in")
        if request.method not in ASKING:
            return door.come_again(request)
        answer: HttpResponseRedirect = super().handle_no_permission(request, view_func)
        return answer

    def _first_the_password(self, request: HttpRequest, *, api: bool) -> HttpResponseBase | None:
        match = request.resolver_match
        if match and match.view_name in OPEN:
            return None
        if api:
            fault = {"field": "", "text": _("请先修改临时密码。")}
            return JsonResponse({"faults": [fault]}, status=403)
        return redirect("signin:password")
