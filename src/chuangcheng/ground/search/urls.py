"""Addresses of search."""

from django.urls import path

from chuangcheng.ground.search import views

app_name = "search"
urlpatterns = [path("", views.results, name="results")]
