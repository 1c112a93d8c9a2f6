"""Addresses of the app assessments."""

from django.urls import URLPattern, URLResolver, path

from parweb.assessments.views import delegation, entry, fed, move, submission, workbook, xray

app_name = "assessments"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:participant_id>/", entry.entry, name="entry"),
    path("<int:participant_id>/tc/<str:criterion>/", entry.leaf, name="leaf"),
    path("<int:participant_id>/tc/<str:criterion>/luu/", entry.save_answer, name="save_answer"),
    path("<int:participant_id>/nam-truoc/", entry.prefill, name="prefill"),
    path("<int:participant_id>/trinh/", submission.submission, name="submission"),
    path("<int:participant_id>/bao-cao/", submission.report, name="report"),
    path("<int:participant_id>/ky/", submission.sign, name="sign"),
    path("<int:participant_id>/tra-lai/", submission.give_back, name="give_back"),
    path("<int:participant_id>/phan-cong/", delegation.delegations, name="delegations"),
    path("<int:participant_id>/phan-cong/<int:delegation_id>/bo/", delegation.undelegate, name="undelegate"),
    path("<int:participant_id>/bang-nhap/", workbook.workbook, name="workbook"),
    path("<int:participant_id>/bang-nhap/tai-ve/", workbook.download, name="workbook_download"),
    path("<int:participant_id>/bang-nhap/<int:upload_id>/", workbook.preview, name="workbook_preview"),
    path("<int:participant_id>/soat-loi/", xray.entry_xray, name="xray"),
    path("ky/<slug:slug>/soat-loi/", xray.round_xray, name="round_xray"),
    path("ky/<slug:slug>/so-lieu/", fed.fed, name="fed"),
    path("ky/<slug:slug>/so-lieu/ho-so/", fed.fill, name="fill_fed"),
    path("ky/<slug:slug>/so-lieu/<int:upload_id>/", fed.preview, name="fed_preview"),
    path("ky/<slug:slug>/chuyen-bo-tieu-chi/", move.move_edition, name="move_edition"),
    path("ky/<slug:slug>/chuyen-bo-tieu-chi/doi-chieu/", move.upload, name="upload_crosswalk"),
    path("ky/<slug:slug>/chuyen-bo-tieu-chi/<int:participant_id>/", move.move_unit, name="move_unit"),
]
