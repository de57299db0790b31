"""The addresses of visits and of the app that phones run."""

from django.urls import path

from chuangcheng.evidence.visits import shell, views

app_name = "visits"
urlpatterns = [
    path("visits/", views.index, name="list"),
    path("visits/refused/", views.refused, name="refused"),
    path("visits/lost/", views.lost, name="lost"),
    path("visits/flags/", views.flags, name="flags"),
    path("visits/flags/<int:pk>/", views.flag, name="flag"),
    path("visits/<uuid:uuid>/", views.detail, name="detail"),
    path("visits/sent/<uuid:uuid>/", views.submission, name="submission"),
    path("visits/sent/<uuid:uuid>/accept/", views.accept_refused, name="accept"),
    path("visits/sent/<uuid:uuid>/leave/", views.leave_refused, name="leave"),
    path("field/", shell.app, name="app"),
    path("field/basemap.pmtiles", shell.basemap, name="basemap"),
    path("field/<path:name>", shell.file, name="file"),
]
