"""The addresses of outside identities."""

from django.urls import path

from chuangcheng.adapters.sso import key_views, views

app_name = "sso"
urlpatterns = [
    path("", views.index, name="list"),
    path("begin/", views.begin, name="begin"),
    path("back/", views.back, name="back"),
    path("<int:pk>/release/", views.release, name="release"),
    path("keys/", key_views.keys, name="keys"),
    path("keys/<int:pk>/drop/", key_views.drop_key, name="drop-key"),
    path("keys/all/", key_views.all_keys, name="all-keys"),
    path("keys/<int:pk>/revoke/", key_views.revoke_key, name="revoke-key"),
    path("keys/door/", key_views.key_door, name="key-door"),
]
