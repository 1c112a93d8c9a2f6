"""Addresses of the app demonstration."""

from django.urls import path

from parweb.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.start, name="start"),
    path("vao/", views.sign_in, name="sign_in"),
]
