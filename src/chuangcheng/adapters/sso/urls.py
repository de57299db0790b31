"""The addresses of outside identities."""

from django.urls import path

from chuangcheng.adapters.sso import views

app_name = "sso"
urlpatterns = [
    path("", views.index, name="list"),
    path("begin/", views.begin, name="begin"),
    path("back/", views.back, name="back"),
    path("<int:pk>/release/", views.release, name="release"),
]
