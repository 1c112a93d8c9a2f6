"""Addresses of the portal."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def home(request: HttpRequest) -> HttpResponse:
    """Placeholder page until the portal stands."""
    return HttpResponse("portal")


app_name = "portal"
urlpatterns = [path("", home, name="home")]
