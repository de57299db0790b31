"""The addresses of photographs."""

from django.urls import path

from chuangcheng.evidence.photographs import file_views as files
from chuangcheng.evidence.photographs import lost_views, unproven_views, views

app_name = "photographs"
urlpatterns = [
    path("", views.index, name="list"),
    path("doubts/", views.doubts, name="doubts"),
    path("doubts/<int:pk>/", views.flag, name="flag"),
    path("unproven/", unproven_views.index, name="unproven"),
    path("lost/", lost_views.index, name="lost"),
    path("lost/<uuid:visit>/", lost_views.set_aside, name="set-aside"),
    path("<uuid:uuid>/", views.detail, name="detail"),
    path("<uuid:uuid>/cover/", views.cover, name="cover"),
    path("<uuid:uuid>/picture.jpg", files.picture, name="picture"),
    path("<uuid:uuid>/thumbnail.jpg", files.thumbnail, name="thumbnail"),
    path("<uuid:uuid>/plain.jpg", files.plain, name="plain"),
    path("<uuid:uuid>/original", files.original, name="original"),
]
