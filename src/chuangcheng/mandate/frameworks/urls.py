"""The addresses of editions."""

from django.urls import path

from chuangcheng.mandate.frameworks import compare_views, views

app_name = "frameworks"
urlpatterns = [
    path("", views.index, name="list"),
    path("import/", views.take_in, name="import"),
    path("load/<str:name>/", views.load, name="load"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/issue/", views.issue, name="issue"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/export.<str:form>", views.export, name="export"),
    path("<int:pk>/compare/<int:other>/", compare_views.side_by_side, name="compare"),
    path("<int:pk>/items/", views.items, name="items"),
    path("<int:pk>/items/<str:code>/", views.item, name="item"),
    path("<int:pk>/standards/<str:code>/", views.standard, name="standard"),
]
