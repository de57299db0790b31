"""The addresses of the door and of one's own account."""

from django.urls import path

from chuangcheng.ground.signin import account_views, views

app_name = "signin"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.language, name="language"),
    path("account/", account_views.account, name="account"),
    path("account/password/", account_views.password, name="password"),
    path("account/codes/", account_views.set_up_totp, name="totp"),
    path("account/codes/off/", account_views.drop_totp, name="drop-totp"),
    path("account/sessions/<int:pk>/end/", account_views.end_session, name="end-session"),
    path("people/<int:pk>/codes/off/", account_views.reset_totp, name="reset-totp"),
]
