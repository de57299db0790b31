"""The addresses of escalation."""

from django.urls import path

from chuangcheng.remedy.escalation import views
from chuangcheng.remedy.escalation.lists import views as lists

app_name = "escalation"
urlpatterns = [
    path("", views.index, name="list"),
    path("coming/", views.soon, name="coming"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("ladders/<int:pk>/", views.ladder, name="ladder"),
    *views.LADDER.urls("ladders/"),
    path("lists/", lists.index, name="lists"),
    path("lists/<int:pk>/", lists.week, name="week"),
    path("lists/units/<int:pk>/", lists.entry, name="entry"),
    path("lists/schemes/<int:pk>/", lists.scheme, name="scheme"),
    *lists.SCHEME.urls("lists/schemes/"),
]
