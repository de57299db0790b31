"""The addresses of campaigns."""

from django.urls import path

from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.ground.sheets.views import sheet_urls
from chuangcheng.mandate.campaigns import actions, sheet, views
from chuangcheng.mandate.campaigns.rules import CHANGE, SEE

app_name = "campaigns"
importer = Importer(sheet.CAMPAIGNS, SEE, CHANGE, sheet.export, sheet.plan, actions.take_in)
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    *sheet_urls(importer, app_name),
]
