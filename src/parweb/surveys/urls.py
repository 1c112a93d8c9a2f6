"""Addresses of the app surveys. Paths are whole: some pages lie outside ``/khao-sat/``."""

from django.urls import path

from parweb.surveys.views import campaigns

app_name = "surveys"
urlpatterns = [
    path("khao-sat/", campaigns.campaigns, name="campaigns"),
]
