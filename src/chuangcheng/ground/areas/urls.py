"""The addresses of areas."""

from django.urls import path

from chuangcheng.ground.areas import actions, sheet, views
from chuangcheng.ground.areas.rules import CHANGE, SEE
from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.ground.sheets.views import sheet_urls

app_name = "areas"
importer = Importer(sheet.AREAS, SEE, CHANGE, sheet.export, sheet.plan, actions.take_in)
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/remove/", views.remove, name="remove"),
    *sheet_urls(importer, app_name),
]
