"""The addresses of the standing."""

from django.urls import path

from chuangcheng.outcome.standing import views

app_name = "standing"
urlpatterns = [
    path("", views.index, name="list"),
    path("compute/<int:round_>/", views.compute, name="compute"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/repeat/", views.repeat, name="repeat"),
    path("<int:pk>/ranks/", views.ranks, name="ranks"),
    path("<int:pk>/area/<str:code>/", views.detail, name="area"),
    path("<int:pk>/area/<str:code>/rectified/", views.returns, name="returns"),
    path("<int:pk>/area/<str:code>/tree/", views.tree, name="tree"),
    path("<int:pk>/area/<str:code>/tree/<str:kind>/<str:node>/", views.branch, name="branch"),
    path("<int:pk>/area/<str:code>/units/", views.units, name="units"),
    path("<int:pk>/area/<str:code>/kinds/", views.kinds, name="kinds"),
    path("<int:pk>/area/<str:code>/items/", views.items, name="items"),
    path("<int:pk>/area/<str:code>/losses/", views.losses, name="losses"),
    path("<int:pk>/area/<str:code>/losses/<int:loss>/", views.loss, name="loss"),
]
