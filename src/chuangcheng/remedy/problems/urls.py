"""The addresses of problems."""

from django.urls import include, path

from chuangcheng.ground.sheets.importer import Importer
from chuangcheng.ground.sheets.views import sheet_urls
from chuangcheng.remedy.problems import batch_views, sheet, views
from chuangcheng.remedy.problems.finding import actions as finding
from chuangcheng.remedy.problems.rules import CONFIGURE, IMPORT, SEE
from chuangcheng.remedy.problems.setting import actions as setting
from chuangcheng.remedy.problems.setting import sheet as days
from chuangcheng.remedy.problems.setting import views as procedures

FEEDBACK = Importer(sheet.FEEDBACK, SEE, IMPORT, sheet.export, sheet.plan, finding.take_in)
DAYS = Importer(days.DAYS, SEE, CONFIGURE, days.export, days.plan, setting.take_in_days)

calendar = (
    [path("", views.calendar, name="list"), *sheet_urls(DAYS, "problems:calendar")],
    "calendar",
)
app_name = "problems"
urlpatterns = [
    path("", views.index, name="list"),
    path("report/", views.report, name="report"),
    path("alike/", views.alike, name="alike"),
    path("dispatch/", batch_views.dispatch, name="dispatch"),
    path("map/", batch_views.show_map, name="map"),
    path("map/marks/", batch_views.marks, name="marks"),
    path("statistics/", views.figures, name="statistics"),
    path("procedures/<int:pk>/", procedures.detail, name="procedure"),
    *procedures.PROCEDURE.urls("procedures/"),
    path("calendar/", include(calendar)),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/<slug:verb>/", views.step, name="step"),
    *sheet_urls(FEEDBACK, app_name),
]
