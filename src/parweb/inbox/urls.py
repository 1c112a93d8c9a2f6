"""Addresses of the app inbox."""

from django.urls import path

from parweb.inbox import views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="list"),
    path("da-doc/", views.read, name="read"),
]
