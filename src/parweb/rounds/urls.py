"""Addresses of the app rounds."""

from django.urls import URLPattern, URLResolver, path

from parweb.rounds import views, views_board, views_manage

app_name = "rounds"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.rounds, name="list"),
    path("lap/", views_manage.make, name="make"),
    path("mo-lai/<int:pk>/rut/", views_manage.withdraw, name="withdraw"),
    path("<slug:slug>/", views.round_, name="round"),
    path("<slug:slug>/lich/", views_manage.calendar, name="calendar"),
    path("<slug:slug>/mo/", views_manage.open_, name="open"),
    path("<slug:slug>/don-vi-moi/", views_manage.take_in, name="take_in"),
    path("<slug:slug>/ket-thuc/", views_manage.close, name="close"),
    path("<slug:slug>/sao-chep/", views_manage.copy, name="copy"),
    path("<slug:slug>/tien-do/", views_board.board, name="board"),
    path("<slug:slug>/don-vi/<int:pk>/", views_board.participant, name="participant"),
    path("<slug:slug>/don-vi/<int:pk>/mo-lai/", views_manage.reopen, name="reopen"),
]
