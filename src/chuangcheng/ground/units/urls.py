"""The addresses of units."""

from django.urls import path

from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.ground.sheets.views import sheet_urls
from chuangcheng.ground.units import actions, sheet, views
from chuangcheng.ground.units.rules import CHANGE, SEE

app_name = "units"
importer = Importer(sheet.UNITS, SEE, CHANGE, sheet.export, sheet.plan, actions.take_in)
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("headquarters/", views.set_up_headquarters, name="headquarters"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    *sheet_urls(importer, app_name),
]
