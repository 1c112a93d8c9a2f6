"""Addresses of the app results."""

from django.urls import path

from parweb.results import views

app_name = "results"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("cong-bo/<slug:slug>/", views.publication, name="publication"),
    path("cong-bo/<slug:slug>/duyet/", views.approve, name="approve"),
    path("cong-bo/<slug:slug>/tra-lai/", views.give_back, name="return"),
    path("<slug:slug>/", views.runs, name="runs"),
    path("<slug:slug>/chay/", views.make_run, name="make_run"),
    path("<slug:slug>/<int:number>/", views.run, name="run"),
    path("<slug:slug>/<int:number>/thay-doi/", views.changes, name="changes"),
    path("<slug:slug>/<int:number>/goi-du-lieu.zip", views.bundle, name="bundle"),
    path("<slug:slug>/<int:number>/trinh/", views.prepare, name="prepare"),
]
