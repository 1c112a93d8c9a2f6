"""The address of the workspace: what a signed-in person sees first."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def workspace(request: HttpRequest) -> HttpResponse:
    """Placeholder page until the workspace stands."""
    return HttpResponse(str(request.user))


urlpatterns = [path("", workspace, name="workspace")]
