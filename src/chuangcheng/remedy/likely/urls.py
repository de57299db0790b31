"""The addresses of likely failures."""

from django.urls import path

from chuangcheng.remedy.likely import views

app_name = "likely"
urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/patrol/", views.patrol, name="patrol"),
]
