"""The addresses of assignments, each below its round's key."""

from django.urls import path

from chuangcheng.evidence.assignments import agreement_views, views

app_name = "assignments"
urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/plan/", views.plan, name="plan"),
    path("<int:pk>/routes/<str:day>/<int:inspector>/", views.route, name="route"),
    path("<int:pk>/routes/<str:day>/<int:inspector>/marks/", views.marks, name="marks"),
    path("<int:pk>/routes/<str:day>/<int:inspector>/order/", views.reorder, name="reorder"),
    path("<int:pk>/routes/<str:day>/<int:inspector>/shorten/", views.shorten, name="shorten"),
    path("<int:pk>/drawn/<int:drawn>/replace/", views.replace, name="replace"),
    path("<int:pk>/agreement/", agreement_views.agreement, name="agreement"),
    path("<int:pk>/agreement/pairs/", agreement_views.pairs, name="pairs"),
    path("<int:pk>/<int:assignment>/change/", views.change, name="change"),
    path("<int:pk>/<int:assignment>/drop/", views.drop, name="drop"),
]
