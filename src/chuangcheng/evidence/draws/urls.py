"""The addresses of draws, each below its round's key."""

from django.urls import path

from chuangcheng.evidence.draws import views

app_name = "draws"
urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/plan/", views.plan, name="plan"),
    path("<int:pk>/draw/", views.draw_points, name="draw"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/estimates/", views.estimates, name="estimates"),
    path("<int:pk>/record.json", views.record, name="record"),
    path("<int:pk>/points.csv", views.frame, name="frame"),
]
