"""Addresses of the app oversight."""

from django.urls import path

from parweb.oversight import views

app_name = "oversight"
urlpatterns = [
    path("", views.log, name="log"),
    path("kiem-tra/", views.proof, name="proof"),
    path("<int:sequence>/", views.entry, name="entry"),
]
