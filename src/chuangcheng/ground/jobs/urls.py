"""The addresses of the queue."""

from django.urls import path

from chuangcheng.ground.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:pk>/retry/", views.retry, name="retry"),
]
