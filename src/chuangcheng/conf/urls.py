"""Every address of the site: the shared pages, then each noun's own under its word."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path
from ninja import NinjaAPI

from chuangcheng.ground.devices.protocol import build as field_protocol
from chuangcheng.ground.noun import NounConfig
from chuangcheng.ground.site.api import build


def _nouns() -> list[NounConfig]:
    return [app for app in apps.get_app_configs() if isinstance(app, NounConfig)]


def _pages() -> list[URLPattern | URLResolver]:
    return [
        path(noun.prefix, include(f"{noun.name}.urls")) for noun in _nouns() if noun.has("urls")
    ]


def _operations() -> NinjaAPI:
    api = build()
    for noun in _nouns():
        if noun.has("api"):
            api.add_router(f"/{noun.label}", import_module(f"{noun.name}.api").router)
    return api


def _field() -> NinjaAPI:
    protocol = field_protocol()
    for noun in _nouns():
        if noun.has("field"):
            protocol.add_router("", import_module(f"{noun.name}.field").router)
    return protocol


api = _operations()
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("chuangcheng.ground.site.urls")),
    path("api/field/", _field().urls),
    path("api/", api.urls),
    *_pages(),
]
handler400 = "chuangcheng.ground.site.views.bad_request"
handler403 = "chuangcheng.ground.site.views.forbidden"
handler404 = "chuangcheng.ground.site.views.not_found"
handler500 = "chuangcheng.ground.site.views.server_error"
