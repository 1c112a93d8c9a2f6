"""Addresses that a supervisor asks whether the site is alive."""

from django.urls import path

from parweb.jobs import views

urlpatterns = [
    path("", views.alive, name="alive"),
    path("viec-nen/", views.working, name="working"),
]
