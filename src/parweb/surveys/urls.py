"""Addresses of the app surveys. Paths are whole: some pages lie outside ``/khao-sat/``."""

from django.urls import path

from parweb.surveys.views import by_station, by_token, campaigns, invitations, kiosk, paper, samples

app_name = "surveys"
urlpatterns = [
    path("khao-sat/", campaigns.campaigns, name="campaigns"),
    path("khao-sat/lap/", campaigns.make, name="make_campaign"),
    path("khao-sat/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("khao-sat/<slug:slug>/sua/", campaigns.edit, name="edit_campaign"),
    path("khao-sat/<slug:slug>/chuyen/", campaigns.move, name="move_campaign"),
    path("khao-sat/<slug:slug>/nguoi/", campaigns.members, name="members"),
    path("khao-sat/<slug:slug>/nguoi/<int:pk>/bot/", campaigns.drop_member, name="drop_member"),
    path("khao-sat/<slug:slug>/mau/", samples.sample, name="sample"),
    path("khao-sat/<slug:slug>/mau/danh-sach/", samples.upload_frame, name="upload_frame"),
    path("khao-sat/<slug:slug>/mau/tu/<slug:source>/", samples.take_from, name="take_frame_from"),
    path("khao-sat/<slug:slug>/mau/bien-ban.json", samples.protocol, name="protocol"),
    path("khao-sat/<slug:slug>/phieu-moi/", invitations.invitations, name="invitations"),
    path("khao-sat/<slug:slug>/phieu-moi/in/", invitations.issue, name="issue_tokens"),
    path("khao-sat/<slug:slug>/diem/", invitations.stations, name="stations"),
    path("khao-sat/<slug:slug>/diem/<int:pk>/", invitations.poster, name="poster"),
    path("khao-sat/<slug:slug>/diem/<int:pk>/dong/", invitations.close, name="close_station"),
    path("khao-sat/<slug:slug>/lo-giay/", paper.batches, name="batches"),
    path("khao-sat/<slug:slug>/lo-giay/<int:number>/", paper.batch, name="batch"),
    path("khao-sat/<slug:slug>/lo-giay/<int:number>/in.pdf", paper.print_batch, name="print_batch"),
    path("khao-sat/<slug:slug>/lo-giay/<int:number>/khac-biet/", paper.different, name="different"),
    path(
        "khao-sat/<slug:slug>/lo-giay/<int:number>/phieu/<int:sheet_number>/", paper.key, name="key_sheet"
    ),
    path(
        "khao-sat/<slug:slug>/lo-giay/<int:number>/phieu/<int:sheet_number>/thong-nhat/",
        paper.settle,
        name="settle_sheet",
    ),
    path("cong-khai/khao-sat/<slug:slug>/", samples.notice, name="notice"),
    path("cong-khai/khao-sat/<slug:slug>/bien-ban.json", samples.public_protocol, name="public_protocol"),
    path("ks/", by_token.code, name="code"),
    path("ks/<str:token>/", by_token.start, name="answer"),
    path("ks/<str:token>/<int:number>/", by_token.screen, name="answer_screen"),
    path("ks/<str:token>/gui/", by_token.send, name="answer_send"),
    path("ks/<str:token>/cam-on/", by_token.thanks, name="answer_thanks"),
    path("kiosk/<slug:code>/", kiosk.start, name="kiosk"),
    path("kiosk/<slug:code>/cam-on/", kiosk.thanks, name="kiosk_thanks"),
    path("kiosk/<slug:code>/<slug:key>/", kiosk.more, name="kiosk_more"),
    path("quet/<slug:code>/", by_station.start, name="scan"),
    path("quet/<slug:code>/bat-dau/", by_station.begin, name="scan_begin"),
    path("quet/<slug:code>/cam-on/", by_station.thanks, name="scan_thanks"),
    path("quet/<slug:code>/<slug:key>/<int:number>/", by_station.screen, name="scan_screen"),
    path("quet/<slug:code>/<slug:key>/gui/", by_station.send, name="scan_send"),
]
