"""The addresses of duties."""

from django.urls import path

from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.ground.sheets.views import sheet_urls
from chuangcheng.mandate.duties import actions, coverage_views, sheet, views
from chuangcheng.mandate.duties.rules import CHANGE, SEE

app_name = "duties"
importer = Importer(sheet.DUTIES, SEE, CHANGE, sheet.export, sheet.plan, actions.take_in)
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("campaigns/<int:pk>/", coverage_views.coverage, name="coverage"),
    path("campaigns/<int:pk>/new/", views.create, name="create"),
    path("campaigns/<int:pk>/decompose/", coverage_views.decompose, name="decompose"),
    path("campaigns/<int:pk>/hand-over/<str:code>/", views.hand_over, name="hand-over"),
    *sheet_urls(importer, app_name),
]
