"""The addresses of escalation."""

from django.urls import path

from chuangcheng.remedy.escalation import views

app_name = "escalation"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("ladders/<int:pk>/", views.ladder, name="ladder"),
    *views.LADDER.urls("ladders/"),
]
