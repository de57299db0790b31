"""The addresses of notices."""

from django.urls import path

from chuangcheng.adapters.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.own, name="own"),
    path("log/", views.log, name="log"),
    path("channels/<slug:channel>/", views.address, name="address"),
]
