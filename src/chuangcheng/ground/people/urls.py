"""The addresses of people."""

from django.urls import path

from chuangcheng.ground.people import actions, role_views, sheet, views
from chuangcheng.ground.people.rules import CHANGE
from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.ground.sheets.views import sheet_urls

app_name = "people"
importer = Importer(sheet.PEOPLE, CHANGE, CHANGE, sheet.export, sheet.plan, actions.take_in)
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/password/", views.issue_password, name="issue-password"),
    path("<int:pk>/units/", views.place, name="place"),
    path("<int:pk>/grants/new/", views.give, name="give"),
    path("grants/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("grants/<int:pk>/delegate/", views.delegate, name="delegate"),
    path("roles/", role_views.roles, name="roles"),
    path("roles/new/", role_views.create_role, name="create-role"),
    path("roles/<int:pk>/", role_views.role, name="role"),
    *sheet_urls(importer, app_name),
]
