"""Addresses that a supervisor asks whether the site is alive."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
