"""Addresses of the app surveys. Paths are whole: some pages lie outside ``/khao-sat/``."""

from django.urls import path

from parweb.surveys.views import by_station, by_token, campaigns

app_name = "surveys"
urlpatterns = [
    path("khao-sat/", campaigns.campaigns, name="campaigns"),
    path("ks/", by_token.code, name="code"),
    path("ks/<str:token>/", by_token.start, name="answer"),
    path("ks/<str:token>/<int:number>/", by_token.screen, name="answer_screen"),
    path("ks/<str:token>/gui/", by_token.send, name="answer_send"),
    path("ks/<str:token>/cam-on/", by_token.thanks, name="answer_thanks"),
    path("quet/<slug:code>/", by_station.start, name="scan"),
    path("quet/<slug:code>/bat-dau/", by_station.begin, name="scan_begin"),
    path("quet/<slug:code>/cam-on/", by_station.thanks, name="scan_thanks"),
    path("quet/<slug:code>/<slug:key>/<int:number>/", by_station.screen, name="scan_screen"),
    path("quet/<slug:code>/<slug:key>/gui/", by_station.send, name="scan_send"),
]
