"""Addresses of the portal."""

from django.urls import path

from parweb.portal import views, views_own, views_provisional

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("cong-bo/<slug:slug>/", views.ranking, name="ranking"),
    path("cong-bo/<slug:slug>/bieu-do.svg", views.chart, name="chart"),
    path("cong-bo/<slug:slug>/so-sanh/", views.compare, name="compare"),
    path("cong-bo/<slug:slug>/cach-tinh/", views.method, name="method"),
    path("cong-bo/<slug:slug>/bo-tieu-chi/", views.edition, name="edition"),
    path("cong-bo/<slug:slug>/thay-doi/", views.moved, name="moved"),
    path("cong-bo/<slug:slug>/du-lieu.zip", views.bundle, name="bundle"),
    path("cong-bo/<slug:slug>/don-vi/<slug:unit_slug>/", views.unit, name="unit"),
    path("ket-qua-don-vi/", views_own.own, name="own"),
    path("lich-su/<slug:unit_slug>/", views.history, name="history"),
    path("du-kien/<slug:slug>/", views_provisional.ranking, name="provisional"),
    path("du-kien/<slug:slug>/so-sanh/", views_provisional.compare, name="provisional_compare"),
    path("du-kien/<slug:slug>/cach-tinh/", views_provisional.method, name="provisional_method"),
    path("du-kien/<slug:slug>/bo-tieu-chi/", views_provisional.edition, name="provisional_edition"),
    path("du-kien/<slug:slug>/don-vi/<slug:unit_slug>/", views_provisional.unit, name="provisional_unit"),
]
