"""Addresses for the tests of the frame, which knows those of other apps by name only."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("", include(([path("", empty, name="home")], "portal"))),
    path("lam-viec/", empty, name="workspace"),
    path("vao/", empty, name="account_login"),
    path("ra/", empty, name="account_logout"),
]
