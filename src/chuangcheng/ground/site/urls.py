"""Addresses that belong to no noun."""

from django.urls import path

from chuangcheng.ground.site import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("settings/", views.settings, name="settings"),
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
]
