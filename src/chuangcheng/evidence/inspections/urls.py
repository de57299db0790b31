"""The addresses of rounds and observations."""

from django.urls import path

from chuangcheng.evidence.inspections import observation_views as observations
from chuangcheng.evidence.inspections import views

app_name = "inspections"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("template.xlsx", observations.template, name="template"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/release/", views.release, name="release"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/reopen/", views.reopen, name="reopen"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/decisions/<int:decision>/", views.take_back, name="take-back"),
    path("<int:pk>/observations/", observations.index, name="observations"),
    path("<int:pk>/observations.<str:form>", observations.export, name="export"),
    path("<int:pk>/observations/<int:observation>/", observations.detail, name="observation"),
    path("<int:pk>/observations/<int:observation>/judge/", observations.judge, name="judge"),
    path("<int:pk>/import/", observations.upload, name="upload"),
    path("<int:pk>/import/<uuid:draft>/", observations.check, name="check"),
]
