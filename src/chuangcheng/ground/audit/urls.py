"""The addresses of the audit log."""

from django.urls import path

from chuangcheng.ground.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:seq>/", views.detail, name="detail"),
]
