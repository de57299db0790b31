"""The addresses of points, their kinds and pledges."""

from django.urls import include, path

from chuangcheng.ground.points import actions, map_views, pledge_sheet, pledge_views, sheet, views
from chuangcheng.ground.points.rules import CHANGE, PLEDGE, SEE
from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.ground.sheets.views import sheet_urls

app_name = "points"
importer = Importer(sheet.POINTS, SEE, CHANGE, sheet.export, sheet.plan, actions.take_in)
pledge_importer = Importer(
    pledge_sheet.PLEDGES,
    SEE,
    PLEDGE,
    pledge_sheet.export,
    pledge_sheet.plan,
    actions.take_in_pledges,
)
pledges = [
    path("", pledge_views.index, name="list"),
    path("new/", pledge_views.create, name="create"),
    path("places/", pledge_views.by_place, name="by-place"),
    path("by/<int:pk>/", pledge_views.by_person, name="by-person"),
    path("<int:pk>/", pledge_views.detail, name="detail"),
    path("<int:pk>/end/", pledge_views.end, name="end"),
    *sheet_urls(pledge_importer, "points:pledges"),
]
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.create, name="create"),
    path("map/", map_views.index, name="map"),
    path("map/marks/", map_views.marks, name="marks"),
    path("hand-over/", views.hand_over, name="hand-over"),
    path("kinds/", views.kinds, name="kinds"),
    path("kinds/new/", views.create_kind, name="create-kind"),
    path("kinds/<int:pk>/", views.kind, name="kind"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/change/", views.change, name="change"),
    path("pledges/", include((pledges, "pledges"))),
    *sheet_urls(importer, app_name),
]
