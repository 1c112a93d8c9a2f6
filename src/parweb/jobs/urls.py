"""Addresses of the app jobs."""

from django.urls import path

from parweb.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="list"),
    path("<int:job_id>/", views.job, name="job"),
    path("<int:job_id>/tien-do/", views.progress, name="progress"),
]
