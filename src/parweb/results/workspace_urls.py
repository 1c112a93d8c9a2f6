"""The address of the workspace: what a signed-in person sees first."""

from django.urls import path

from parweb.results.workspace_views import workspace

urlpatterns = [path("", workspace, name="workspace")]
