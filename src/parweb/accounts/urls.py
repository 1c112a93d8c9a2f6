"""Addresses of the app accounts; sign-in itself is allauth's."""

from django.urls import URLPattern, URLResolver, include, path

from parweb.accounts import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("password/reset/", views.LostPassword.as_view(), name="account_reset_password"),
    path("email/", views.closed, name="account_email"),
    path("confirm-email/", views.closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", views.closed, name="account_confirm_email"),
    path("signup/", views.closed, name="account_signup"),
    path("3rdparty/", views.closed, name="socialaccount_connections"),
    path("3rdparty/signup/", views.closed, name="socialaccount_signup"),
    path("", include("allauth.urls")),
]
