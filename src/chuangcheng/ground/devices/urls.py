"""The addresses of phones."""

from django.urls import path

from chuangcheng.ground.devices import views

app_name = "devices"
urlpatterns = [
    path("", views.own, name="own"),
    path("pair/", views.pair, name="pair"),
    path("all/", views.index, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/revoke/", views.revoke, name="revoke"),
]
